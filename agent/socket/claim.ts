import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, linkSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { dirname } from 'node:path';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { ask, NobodyError } from './ask.ts';
import { answerConnections, type Handle } from './connection.ts';
import type { SocketProtocol } from './protocol.ts';

/** A socket that this process holds, as the only one here while it does. */
export interface Claim<Request> {
  /** Who answers from now on; until then requests are told to come again. */
  serve(handle: Handle<Request>): void;
  /** Gives the socket back; requests under way end without an answer. */
  close(): void;
}

const mostConnections = 16;
const mostAttempts = 5;
const pidTimeoutMs = 3000;

/**
 * Takes a socket of this machine. It is bound under a name of its own and gets its real one by link(2), which fails where
 * there is one: of two agents that start together one gets it. A socket that nobody listens on (SIGKILL leaves it) is
 * moved out of the way. Throws `conflict`, with the process, where another one holds it.
 *
 * @param uid user that may open it beside root; ours if absent
 */
export async function claimSocket<Request>(
  path: string,
  protocol: SocketProtocol<Request>,
  signal: AbortSignal,
  uid?: number,
): Promise<Claim<Request>> {
  const { who } = protocol;
  mkdirSync(dirname(path), { recursive: true });
  let handle: Handle<Request> = async () => {
    throw new TowlineError('unavailable', `the ${who} is starting, try again`);
  };
  const server = createServer({ allowHalfOpen: true });
  const open = answerConnections(server, protocol, (...request) => handle(...request));
  server.maxConnections = mostConnections;
  const own = `${path}.${randomBytes(4).toString('hex')}`;
  await listen(server, own);
  const ours = inode(own);
  const close = () => {
    if (inode(path) === ours) rmSync(path, { force: true });
    server.close();
    for (const socket of open) socket.destroy();
  };
  try {
    // Before it has the name that others know.
    chmodSync(own, 0o600);
    if (uid !== undefined) chownSync(own, uid, 0);
    await claimName(own, path, who, signal);
  } catch (error) {
    close();
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
  return {
    close,
    serve: (next) => {
      handle = next;
    },
  };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new TowlineError('failed', `cannot listen on ${path}, check its folder: ${messageOf(cause)}`, {
          cause,
        }),
      ),
    );
    server.listen(path, resolve);
  });
}

async function claimName(own: string, path: string, who: string, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    try {
      linkSync(own, path);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const found = inode(path);
    await refuseIfHeld(path, who, signal);
    if (inode(path) === found) setAside(path, `${own}.stale`);
  }
  throw new TowlineError('conflict', `${path} is taken again and again: another ${who} is starting`);
}

async function refuseIfHeld(path: string, who: string, signal: AbortSignal): Promise<void> {
  let holder = 'one that does not answer';
  try {
    const { pid } = (await ask(path, { do: 'pid' }, { who, timeoutMs: pidTimeoutMs, signal })) as {
      pid?: unknown;
    };
    holder = `process ${String(pid)}`;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof NobodyError) return;
  }
  throw new TowlineError(
    'conflict',
    `another ${who} runs on this machine (${holder} holds ${path}): stop it first, or let it do the work`,
  );
}

function setAside(path: string, aside: string): void {
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  rmSync(aside, { force: true });
}

function inode(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}
