import { randomBytes } from 'node:crypto';
import { TowlineError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Actor } from './event.ts';
import type { ProofFolder } from './proof-folder.ts';

/** Metadata key of a session's token. */
export const sessionKey = 'towline-session';

/** What a caller has to make. */
export interface ProofTask {
  readonly name: string;
  readonly target: string;
}

/** Whoever proved it: an admin, and whom they say they are beside that. */
export interface Caller {
  readonly actor: Actor & { readonly uid: number };
  /** Who called sudo, by root's own word. */
  readonly sudoUser: string | undefined;
  /** Users who can act under this number as well, in a user namespace. */
  readonly subordinateTo: readonly string[];
}

/** Who calls at the admin socket, once a command: each proves it once and has a token from then on. */
export interface Sessions {
  begin(): ProofTask;
  /** Throws `unauthenticated` if what was named is not there, or too late. */
  open(name: string, sudoUser: string): Promise<{ readonly token: string; readonly caller: Caller }>;
  /** Whose token this is; undefined for one that is none, or not any more. */
  find(token: string): Caller | undefined;
}

/** A program makes a link in less, also on a busy machine. */
const taskMs = 10_000;
/** An admin may take long to answer a question. */
const sessionMs = 3_600_000;
const maxTasks = 256;
const maxSessions = 1_024;
const sweepMs = 60_000;

export interface SessionsOptions {
  readonly folder: ProofFolder;
  readonly clock: Clock;
  readonly userName: (uid: number) => Promise<string>;
  readonly subordinateTo: (uid: number) => Promise<readonly string[]>;
}

export function createSessions({ folder, clock, userName, subordinateTo }: SessionsOptions): Sessions {
  // Maps keep the order of insertion: the first one is the oldest.
  const tasks = new Map<string, { readonly target: string; readonly expires: number }>();
  const sessions = new Map<string, { readonly caller: Caller; readonly expires: number }>();
  let swept = clock.monotonic();
  const dropOld = (now: number) => {
    for (const [name, { expires }] of tasks) {
      if (expires > now && tasks.size < maxTasks) break;
      tasks.delete(name);
      folder.remove(name);
    }
    for (const [token, { expires }] of sessions) {
      if (expires > now && sessions.size < maxSessions) break;
      sessions.delete(token);
    }
    if (now - swept < sweepMs) return;
    swept = now;
    folder.sweep(new Set(tasks.keys()));
  };
  return {
    begin() {
      const now = clock.monotonic();
      dropOld(now);
      const task = { name: random(16), target: random(16) };
      tasks.set(task.name, { target: task.target, expires: now + taskMs });
      return task;
    },
    async open(name, sudoUser) {
      const task = tasks.get(name);
      tasks.delete(name);
      const isKnown = task !== undefined && task.expires > clock.monotonic();
      const uid = isKnown ? folder.ownerOf(name, task.target) : undefined;
      if (task !== undefined) folder.remove(name);
      if (uid === undefined) {
        throw new TowlineError('unauthenticated', 'your Unix user is not proven: repeat the command');
      }
      const caller: Caller = {
        actor: { kind: 'admin', name: await userName(uid), uid },
        sudoUser: uid === 0 && isUserName(sudoUser) ? sudoUser : undefined,
        subordinateTo: await subordinateTo(uid),
      };
      const token = random(32);
      sessions.set(token, { caller, expires: clock.monotonic() + sessionMs });
      return { token, caller };
    },
    find(token) {
      const session = sessions.get(token);
      return session !== undefined && session.expires > clock.monotonic() ? session.caller : undefined;
    },
  };
}

function random(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

function isUserName(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._@-]{0,63}$/.test(text);
}
