import type Database from 'better-sqlite3';
import { TowlineError } from '../../shared/errors.ts';
import { network } from './migrations/01-network.ts';
import { heads } from './migrations/02-heads.ts';
import { retry } from './migrations/03-retry.ts';
import { tunnelMoves } from './migrations/04-tunnel-moves.ts';
import { switches } from './migrations/05-switches.ts';
import { signingKeys } from './migrations/06-signing-keys.ts';
import { events } from './migrations/07-events.ts';
import { linkKeys } from './migrations/08-link-keys.ts';
import { tokens } from './migrations/09-tokens.ts';
import { callsUnderWay } from './migrations/10-calls-under-way.ts';
import { history } from './migrations/11-history.ts';
import { rollouts } from './migrations/12-rollouts.ts';
import { upgrades } from './migrations/13-upgrades.ts';

/** Each takes the database one version up; one that was released never changes. Times are Unix ms. */
const migrations: readonly string[] = [
  network,
  heads,
  retry,
  tunnelMoves,
  switches,
  signingKeys,
  events,
  linkKeys,
  tokens,
  callsUnderWay,
  history,
  rollouts,
  upgrades,
];

/** The version of the schema that this program makes. */
export const newestVersion = migrations.length;

/** The version of a database's schema; 0 for an empty one. Throws `conflict` if it is newer than this program. */
export function schemaVersion(db: Database.Database): number {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version <= newestVersion) return version;
  throw new TowlineError(
    'conflict',
    `the database has version ${version} and this towline knows ${newestVersion}: install the newer towline again`,
  );
}

/**
 * Brings the schema to the newest version, or not at all: a start that is killed leaves it as it was. Throws `conflict` if
 * the database is newer than this program.
 *
 * @param before called before anything is changed in a database that was used, with the version it is going to have
 * @param upTo version at which to stop
 */
export function migrate(
  db: Database.Database,
  before: (version: number) => void = () => undefined,
  upTo = newestVersion,
): void {
  const version = schemaVersion(db);
  if (version >= upTo) return;
  if (version > 0) before(upTo);
  db.transaction(() => {
    for (const sql of migrations.slice(version, upTo)) db.exec(sql);
    db.pragma(`user_version = ${upTo}`);
  })();
}
