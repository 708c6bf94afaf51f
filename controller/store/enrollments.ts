import type Database from 'better-sqlite3';
import type { NodeFacts } from '../../shared/gen/towline/v1/NodeFacts.ts';

/** A router that asked to join, keyed by its identity key. */
export interface Enrollment {
  readonly identityKey: Buffer;
  readonly managementKey: Buffer;
  readonly linkKey: Buffer;
  readonly sealingKey: Buffer;
  /** What the controller put into the code, 32 bytes. */
  readonly nonce: Buffer;
  readonly code: string;
  /** Number of this request: no other ever has it, also not one of the same router with another code. */
  readonly number: number;
  readonly hostName: string;
  /** Where it came from. */
  readonly address: string;
  readonly facts: NodeFacts;
  readonly state: 'pending' | 'approved' | 'denied';
  /** Why it was denied. */
  readonly reason: string;
  /** Id of the token that it came with, '' if it had none. */
  readonly token: string;
  /** When that token was last tried, Unix ms. */
  readonly tokenTried: number;
  /** Why its token did not let it in; '' if it did, or there is none. */
  readonly note: string;
  /** Unix ms. */
  readonly created: number;
  readonly lastSeen: number;
}

export type NewEnrollment = Pick<
  Enrollment,
  | 'identityKey'
  | 'managementKey'
  | 'linkKey'
  | 'sealingKey'
  | 'nonce'
  | 'code'
  | 'hostName'
  | 'address'
  | 'facts'
>;

/** A sealed answer, and the request that it is for (SHA-256, 32 bytes). */
export interface StoredAnswer {
  readonly answerFor: Buffer;
  readonly sealedAnswer: Buffer;
  readonly signature: Buffer;
}

type Row = Omit<Enrollment, 'facts'> & { readonly facts: string };

export interface EnrollmentTable {
  find(identityKey: Uint8Array): Enrollment | undefined;
  findByCode(code: string): Enrollment | undefined;
  findByNumber(number: number): Enrollment | undefined;
  /** Those that wait, oldest first. */
  pending(): Enrollment[];
  countPending(): number;
  /** Where those that wait with a token, or without, come from, one entry each. */
  pendingAddresses(hasToken: boolean): string[];
  /** Adds a pending request, or replaces the one of the same identity; gives it a number of its own. */
  putPending(enrollment: NewEnrollment, now: number): void;
  /** Notes that a router still asks, and what it runs on now; it makes no difference to the answer. */
  seen(identityKey: Uint8Array, address: string, facts: NodeFacts, now: number): void;
  /** Notes that a pending router has a token which did not let it in, and why. */
  noteToken(identityKey: Uint8Array, token: string, note: string, now: number): void;
  approve(identityKey: Uint8Array, token: string): void;
  deny(identityKey: Uint8Array, reason: string): void;
  remove(identityKey: Uint8Array): void;
  /** Drops pending requests that were last repeated before this time (Unix ms). */
  dropPendingSeenBefore(time: number): void;
  /** Identity keys of the routers that came by a token. */
  approvedBy(token: string): Buffer[];
  /** The answer that was last made for an approved router, as it is sent however often that request is repeated. */
  answer(identityKey: Uint8Array): StoredAnswer | undefined;
  putAnswer(identityKey: Uint8Array, answer: StoredAnswer): void;
  /** Who asks again gets a new one. */
  forgetAnswers(): void;
}

const columns = `identity_key AS identityKey, management_key AS managementKey, link_key AS linkKey,
  sealing_key AS sealingKey, nonce, code, number, host_name AS hostName, address, facts, state, reason, token,
  token_tried AS tokenTried, note, created, last_seen AS lastSeen`;

export function enrollmentTable(db: Database.Database): EnrollmentTable {
  const select = (where: string) => `SELECT ${columns} FROM enrollments WHERE ${where}`;
  const byIdentity = db.prepare<[Uint8Array], Row>(select('identity_key = ?'));
  const byCode = db.prepare<[string], Row>(select('code = ?'));
  const byNumber = db.prepare<[number], Row>(select('number = ?'));
  const pending = db.prepare<[], Row>(select(`state = 'pending' ORDER BY number`));
  const count = db
    .prepare<[], number>(`SELECT count(*) FROM enrollments WHERE state = 'pending'`)
    .pluck(true);
  const nextNumber = db
    .prepare<[], number>('UPDATE enrollment_numbers SET last = last + 1 RETURNING last')
    .pluck(true);
  const put = db.prepare(
    `INSERT OR REPLACE INTO enrollments (identity_key, management_key, link_key, sealing_key, nonce, code, number,
       host_name, address, facts, state, created, last_seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?)`,
  );
  const addresses = db
    .prepare<[number], string>(
      `SELECT address FROM enrollments WHERE state = 'pending' AND (token <> '') = ?`,
    )
    .pluck(true);
  const seen = db.prepare(
    'UPDATE enrollments SET address = ?, facts = ?, last_seen = ? WHERE identity_key = ?',
  );
  const noteToken = db.prepare(
    'UPDATE enrollments SET token = ?, note = ?, token_tried = ? WHERE identity_key = ?',
  );
  const approve = db.prepare(
    `UPDATE enrollments SET state = 'approved', token = ?, note = '' WHERE identity_key = ?`,
  );
  const deny = db.prepare(
    `UPDATE enrollments SET state = 'denied', reason = ?, sealed_answer = NULL, answer_signature = NULL
     WHERE identity_key = ?`,
  );
  const remove = db.prepare('DELETE FROM enrollments WHERE identity_key = ?');
  const drop = db.prepare(`DELETE FROM enrollments WHERE state = 'pending' AND last_seen < ?`);
  const byToken = db
    .prepare<[string], Buffer>(
      `SELECT identity_key FROM enrollments WHERE token = ? AND state = 'approved' LIMIT 1000`,
    )
    .pluck(true);
  const answer = db.prepare<[Uint8Array], StoredAnswer>(
    `SELECT answer_for AS answerFor, sealed_answer AS sealedAnswer, answer_signature AS signature FROM enrollments
     WHERE identity_key = ? AND sealed_answer IS NOT NULL AND answer_for IS NOT NULL`,
  );
  const putAnswer = db.prepare(
    'UPDATE enrollments SET answer_for = ?, sealed_answer = ?, answer_signature = ? WHERE identity_key = ?',
  );
  const forget = db.prepare('UPDATE enrollments SET sealed_answer = NULL, answer_signature = NULL');

  return {
    find: (key) => fromRow(byIdentity.get(key)),
    findByCode: (code) => fromRow(byCode.get(code)),
    findByNumber: (number) => fromRow(byNumber.get(number)),
    pending: () => pending.all().flatMap((row) => fromRow(row) ?? []),
    countPending: () => count.get() ?? 0,
    pendingAddresses: (hasToken) => addresses.all(hasToken ? 1 : 0),
    putPending: db.transaction((enrollment: NewEnrollment, now: number) => {
      const { identityKey, managementKey, linkKey, sealingKey, nonce, code } = enrollment;
      const { hostName, address, facts } = enrollment;
      const keys = [identityKey, managementKey, linkKey, sealingKey];
      const known = [hostName, address, JSON.stringify(facts)];
      put.run(...keys, nonce, code, nextNumber.get() ?? 0, ...known, now, now);
    }),
    seen: (key, address, facts, now) => void seen.run(address, JSON.stringify(facts), now, key),
    noteToken: (key, token, note, now) => void noteToken.run(token, note, now, key),
    approve: (key, token) => void approve.run(token, key),
    deny: (key, reason) => void deny.run(reason, key),
    remove: (key) => void remove.run(key),
    dropPendingSeenBefore: (time) => void drop.run(time),
    approvedBy: (token) => byToken.all(token),
    answer: (key) => answer.get(key),
    putAnswer: (key, made) => void putAnswer.run(made.answerFor, made.sealedAnswer, made.signature, key),
    forgetAnswers: () => void forget.run(),
  };
}

function fromRow(row: Row | undefined): Enrollment | undefined {
  return row === undefined ? undefined : { ...row, facts: JSON.parse(row.facts) as NodeFacts };
}
