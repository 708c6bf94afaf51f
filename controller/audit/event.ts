import { sha256 } from '../../shared/crypto/sha256.ts';

/** Who did something: an admin at the command line, a node, or the controller by itself. */
export type ActorKind = 'admin' | 'node' | 'system';

export interface Actor {
  readonly kind: ActorKind;
  /** Unix user, node, or `towline`. */
  readonly name: string;
  /** Unix user id of an admin, as the kernel says it. */
  readonly uid?: number | undefined;
}

/** The controller itself. */
export const system: Actor = { kind: 'system', name: 'towline' };

/** Values that a detail may have; it is shown as it is, so never a secret. */
export type DetailValue = string | number | boolean | null | readonly DetailValue[] | Detail;

export interface Detail {
  readonly [key: string]: DetailValue | undefined;
}

/** What happened, without its place in the chain. */
export interface EventContent {
  /** Unix ms; the clock may jump, the order is that of `sequence`. */
  readonly time: number;
  readonly actorKind: ActorKind;
  readonly actor: string;
  /** Unix user id, null for whoever is no admin. */
  readonly uid: number | null;
  /** Lower case, words joined by `-` and `.`: `node.enrolled`. */
  readonly action: string;
  /** Name of the node, site, key, release … that it was done to. */
  readonly subject: string;
  /** Canonical JSON: keys sorted, no space. */
  readonly detail: string;
  /** `ok`, the code of the error, or `interrupted`: the controller ended before it did, so it may be done or not. */
  readonly result: string;
}

/** One entry of the audit log. */
export interface AuditEvent extends EventContent {
  /** 1, 2, 3 … without a gap. */
  readonly sequence: number;
  /** SHA-256 over the event before and this one, 32 bytes. */
  readonly hash: Buffer;
}

/** The end of the log: kept elsewhere, it shows later that nothing before it was taken away. */
export interface Head {
  readonly sequence: number;
  readonly hash: Buffer;
}

const context = 'towline audit event v1\0';

/** The hash before the first event. */
export const origin: Head = { sequence: 0, hash: Buffer.alloc(32) };

/**
 * The hash of an event that follows another: SHA-256 over a context, the hash before (32 bytes) and the event as a
 * JSON array, which no two events share.
 */
export function eventHash(previous: Uint8Array, event: Omit<AuditEvent, 'hash'>): Buffer {
  const { sequence, time, actorKind, actor, uid, action, subject, detail, result } = event;
  const said = JSON.stringify([sequence, time, actorKind, actor, uid, action, subject, detail, result]);
  return sha256(Buffer.concat([Buffer.from(context), previous, Buffer.from(said)]));
}

/** JSON with sorted keys and without space; what is undefined is left out. */
export function canonicalJson(value: DetailValue): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}

/** `120:9f86d0…`, as `towline events` prints it. */
export function formatHead({ sequence, hash }: Head): string {
  return `${sequence}:${hash.toString('hex')}`;
}

/** Reads what `formatHead` made; undefined for anything else. */
export function parseHead(text: string): Head | undefined {
  const [, sequence, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text.trim()) ?? [];
  if (sequence === undefined || hash === undefined) return undefined;
  return { sequence: Number(sequence), hash: Buffer.from(hash, 'hex') };
}
