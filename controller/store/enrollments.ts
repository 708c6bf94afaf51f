import type Database from 'better-sqlite3';
import type { NodeFacts } from '../../shared/gen/towline/v1/NodeFacts.ts';

/** A router that asked to join, keyed by its identity key. */
export interface Enrollment {
  readonly identityKey: Buffer;
  readonly managementKey: Buffer;
  readonly linkKey: Buffer;
  readonly sealingKey: Buffer;
  readonly code: string;
  readonly hostName: string;
  /** Where it came from. */
  readonly address: string;
  readonly facts: NodeFacts;
  readonly state: 'pending' | 'approved' | 'denied';
  /** Why it was denied. */
  readonly reason: string;
  /** The answer as it is sent however often it is asked for. */
  readonly answer?: { readonly sealedAnswer: Buffer; readonly signature: Buffer };
  /** Unix ms. */
  readonly created: number;
}

export type NewEnrollment = Omit<Enrollment, 'state' | 'reason' | 'answer' | 'created'>;

interface Row extends Omit<Enrollment, 'facts' | 'answer'> {
  readonly facts: string;
  readonly sealedAnswer: Buffer | null;
  readonly answerSignature: Buffer | null;
}

export interface EnrollmentTable {
  find(identityKey: Uint8Array): Enrollment | undefined;
  findByCode(code: string): Enrollment | undefined;
  /** Those that wait, oldest first. */
  pending(): Enrollment[];
  countPending(): number;
  /** Where those that wait come from, one entry each. */
  pendingAddresses(): string[];
  /** Adds a pending request, or replaces the one of the same identity. */
  putPending(enrollment: NewEnrollment, now: number): void;
  /** Notes that a router still asks, and what it runs on now; it makes no difference to the answer. */
  seen(identityKey: Uint8Array, address: string, facts: NodeFacts, now: number): void;
  approve(identityKey: Uint8Array, sealedAnswer: Buffer, signature: Buffer): void;
  deny(identityKey: Uint8Array, reason: string): void;
  remove(identityKey: Uint8Array): void;
  /** Drops pending requests that were last repeated before this time (Unix ms). */
  dropPendingSeenBefore(time: number): void;
}

const columns = `identity_key AS identityKey, management_key AS managementKey, link_key AS linkKey,
  sealing_key AS sealingKey, code, host_name AS hostName, address, facts, state, reason,
  sealed_answer AS sealedAnswer, answer_signature AS answerSignature, created`;

export function enrollmentTable(db: Database.Database): EnrollmentTable {
  const byIdentity = db.prepare<[Uint8Array], Row>(
    `SELECT ${columns} FROM enrollments WHERE identity_key = ?`,
  );
  const byCode = db.prepare<[string], Row>(`SELECT ${columns} FROM enrollments WHERE code = ?`);
  const pending = db.prepare<[], Row>(
    `SELECT ${columns} FROM enrollments WHERE state = 'pending' ORDER BY created, code`,
  );
  const count = db
    .prepare<[], number>(`SELECT count(*) FROM enrollments WHERE state = 'pending'`)
    .pluck(true);
  const put = db.prepare(
    `INSERT OR REPLACE INTO enrollments (identity_key, management_key, link_key, sealing_key, code, host_name,
       address, facts, state, created, last_seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?)`,
  );
  const addresses = db
    .prepare<[], string>(`SELECT address FROM enrollments WHERE state = 'pending'`)
    .pluck(true);
  const seen = db.prepare(
    'UPDATE enrollments SET address = ?, facts = ?, last_seen = ? WHERE identity_key = ?',
  );
  const approve = db.prepare(
    `UPDATE enrollments SET state = 'approved', sealed_answer = ?, answer_signature = ? WHERE identity_key = ?`,
  );
  const deny = db.prepare(
    `UPDATE enrollments SET state = 'denied', reason = ?, sealed_answer = NULL, answer_signature = NULL
     WHERE identity_key = ?`,
  );
  const remove = db.prepare('DELETE FROM enrollments WHERE identity_key = ?');
  const drop = db.prepare(`DELETE FROM enrollments WHERE state = 'pending' AND last_seen < ?`);

  return {
    find: (key) => fromRow(byIdentity.get(key)),
    findByCode: (code) => fromRow(byCode.get(code)),
    pending: () => pending.all().flatMap((row) => fromRow(row) ?? []),
    countPending: () => count.get() ?? 0,
    pendingAddresses: () => addresses.all(),
    putPending(enrollment, now) {
      const { identityKey, managementKey, linkKey, sealingKey, code, hostName, address, facts } = enrollment;
      const keys = [identityKey, managementKey, linkKey, sealingKey];
      put.run(...keys, code, hostName, address, JSON.stringify(facts), now, now);
    },
    seen: (key, address, facts, now) => void seen.run(address, JSON.stringify(facts), now, key),
    approve: (key, sealedAnswer, signature) => void approve.run(sealedAnswer, signature, key),
    deny: (key, reason) => void deny.run(reason, key),
    remove: (key) => void remove.run(key),
    dropPendingSeenBefore: (time) => void drop.run(time),
  };
}

function fromRow(row: Row | undefined): Enrollment | undefined {
  if (row === undefined) return undefined;
  const { facts, sealedAnswer, answerSignature, ...rest } = row;
  const enrollment = { ...rest, facts: JSON.parse(facts) as NodeFacts };
  if (sealedAnswer === null || answerSignature === null) return enrollment;
  return { ...enrollment, answer: { sealedAnswer, signature: answerSignature } };
}
