import type Database from 'better-sqlite3';

/** What a node proved last. */
export interface Confirmation {
  /** Release of the bundle; 0 if none. */
  readonly release: number;
  /** Whether that was to a controller of which this one was restored: what the node has run since is not known. */
  readonly isFromBefore: boolean;
}

/** Which bundle each node should run, by the release in which it came to be, and what it confirmed. */
export interface DesiredTable {
  /** Release of the bundle that the node should run; 0 if none. */
  get(nodeId: number): number;
  set(nodeId: number, release: number): void;
  clear(nodeId: number): void;
  /** Grows each time that an admin lets a bundle of the node's out of quarantine; 0 if none did. */
  retry(nodeId: number): number;
  /**
   * Raises `retry`: to the time in Unix seconds, which is more than ever before even if a backup was restored.
   *
   * @param now in ms
   */
  raiseRetry(nodeId: number, now: number): void;
  /** The release up to which the node may switch; to a higher one it only prepares itself. 0 if there is none. */
  cleared(nodeId: number): number;
  /** Lets the node switch to what it should run. */
  letSwitch(nodeId: number): void;
  /** Numbers of the nodes that should run what they may not switch to yet, sorted. */
  held(): number[];
  /** Notes that a node proved a bundle. */
  confirm(nodeId: number, release: number, now: number): void;
  /** Release of the bundle that the node last confirmed; 0 if none. */
  confirmed(nodeId: number): number;
  confirmation(nodeId: number): Confirmation;
  /** Says that of all confirmations. */
  setFromBefore(): void;
  forgetConfirmation(nodeId: number): void;
  /** When a node confirmed anything last, Unix ms; undefined if none ever did. */
  lastConfirmedAt(): number | undefined;
}

export function desiredTable(db: Database.Database): DesiredTable {
  const get = db.prepare<[number], number>('SELECT release FROM desired WHERE node_id = ?').pluck(true);
  const set = db.prepare(
    `INSERT INTO desired (node_id, release) VALUES (?, ?)
     ON CONFLICT (node_id) DO UPDATE SET release = excluded.release`,
  );
  const retry = db.prepare<[number], number>('SELECT retry FROM desired WHERE node_id = ?').pluck(true);
  const raise = db.prepare('UPDATE desired SET retry = MAX(retry + 1, ?) WHERE node_id = ?');
  const cleared = db.prepare<[number], number>('SELECT cleared FROM desired WHERE node_id = ?').pluck(true);
  const letSwitch = db.prepare('UPDATE desired SET cleared = release WHERE node_id = ?');
  const held = db
    .prepare<[], number>('SELECT node_id FROM desired WHERE cleared < release ORDER BY node_id')
    .pluck(true);
  const clear = db.prepare('DELETE FROM desired WHERE node_id = ?');
  const confirm = db.prepare(
    'INSERT OR REPLACE INTO confirmations (node_id, release, confirmed) VALUES (?, ?, ?)',
  );
  const confirmation = db.prepare<[number], { release: number; isFromBefore: 0 | 1 }>(
    'SELECT release, confirmed = 0 AS isFromBefore FROM confirmations WHERE node_id = ?',
  );
  const setBefore = db.prepare('UPDATE confirmations SET confirmed = 0');
  const lastConfirmed = db
    .prepare<[], number | null>('SELECT max(nullif(confirmed, 0)) FROM confirmations')
    .pluck(true);
  const forget = db.prepare('DELETE FROM confirmations WHERE node_id = ?');
  return {
    get: (nodeId) => get.get(nodeId) ?? 0,
    set: (nodeId, release) => void set.run(nodeId, release),
    retry: (nodeId) => retry.get(nodeId) ?? 0,
    raiseRetry: (nodeId, now) => void raise.run(Math.floor(now / 1000), nodeId),
    cleared: (nodeId) => cleared.get(nodeId) ?? 0,
    letSwitch: (nodeId) => void letSwitch.run(nodeId),
    held: () => held.all(),
    clear: (nodeId) => void clear.run(nodeId),
    confirm: (nodeId, release, now) => void confirm.run(nodeId, release, now),
    confirmed: (nodeId) => confirmation.get(nodeId)?.release ?? 0,
    confirmation(nodeId) {
      const { release, isFromBefore } = confirmation.get(nodeId) ?? { release: 0, isFromBefore: 0 };
      return { release, isFromBefore: isFromBefore === 1 };
    },
    setFromBefore: () => void setBefore.run(),
    lastConfirmedAt: () => lastConfirmed.get() ?? undefined,
    forgetConfirmation: (nodeId) => void forget.run(nodeId),
  };
}
