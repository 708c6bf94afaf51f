import { connect } from 'node:net';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { type BirdReply, ReplyReader } from './reply.ts';

/**
 * Sends one command to BIRD's control socket; throws BirdSocketError if nobody answers there, `failed` if somebody
 * else than BIRD does.
 *
 * @param timeoutMs without a word from it, 10 s by default
 */
export type BirdSocket = (command: string, timeoutMs?: number) => Promise<BirdReply>;

/** Nobody answers at the control socket. */
export class BirdSocketError extends TowlineError {
  /** Whether nobody listens, as far as connect(2) says. */
  readonly isAbsent: boolean;
  /** Whether it is this process that cannot ask. */
  readonly isOurs: boolean;

  constructor(path: string, cause: unknown) {
    super('unavailable', `BIRD does not answer at ${path}: ${messageOf(cause)}`, { cause });
    const { code = '' } = cause as NodeJS.ErrnoException;
    this.isAbsent = absentCodes.has(code);
    this.isOurs = ownCodes.has(code);
  }
}

// Not EAGAIN: so many wait already that one who does not accept has no room for more.
const absentCodes = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTDIR']);
const ownCodes = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS']);
const defaultTimeoutMs = 10_000;

/** A port to the control socket at `path`; each command has a connection of its own. */
export function birdSocket(path: string): BirdSocket {
  return (command, timeoutMs = defaultTimeoutMs) =>
    new Promise((resolve, reject) => {
      const reader = new ReplyReader();
      const socket = connect(path);
      let isGreeted = false;
      const fail = (error: unknown) => {
        socket.destroy();
        reject(error instanceof TowlineError ? error : new BirdSocketError(path, error));
      };
      socket.setEncoding('utf8');
      socket.setTimeout(timeoutMs, () => fail(new Error(`no answer within ${timeoutMs} ms`)));
      socket.once('error', fail);
      socket.once('end', () => fail(new Error('it closed the connection')));
      socket.on('data', (text: string) => {
        try {
          for (const reply of reader.push(text)) {
            if (isGreeted) {
              socket.destroy();
              resolve(reply);
              return;
            }
            isGreeted = true;
            socket.write(`${command}\n`);
          }
        } catch (error) {
          fail(error);
        }
      });
    });
}
