import { connect } from 'node:net';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { type BirdReply, type ReplyLine, ReplyReader, replyText } from './reply.ts';

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
  return (command, timeoutMs = defaultTimeoutMs) => {
    let isGreeted = false;
    return speak(path, timeoutMs, (reply) => {
      if (isGreeted) return { result: reply };
      isGreeted = true;
      return { say: command };
    });
  };
}

/** What BIRD showed. */
export interface BirdView {
  readonly lines: readonly ReplyLine[];
  /** Whether there is more than was read. */
  readonly isCut: boolean;
}

/**
 * Has BIRD show something on a connection on which it refuses everything that changes anything, and reads so much of
 * the answer at most: a table may have a million routes. Throws as BirdSocket does, `failed` for a BIRD that does not
 * restrict the connection (nothing was asked then) or refuses the command, and the signal's reason.
 *
 * @param mostCharacters of the answer
 */
export type BirdViewer = (command: string, mostCharacters: number, signal: AbortSignal) => Promise<BirdView>;

// doc/reply_codes of BIRD 2.
const restricted = 16;
const noSuchNetwork = 8001;
const firstRefusal = 8000;

/** A port to the control socket at `path` that can only look. */
export function birdViewer(path: string): BirdViewer {
  return (command, mostCharacters, signal) => {
    const sayings = ['restrict', command];
    return speak<BirdView>(
      path,
      defaultTimeoutMs,
      (reply) => {
        if (sayings.length === 0) {
          const { code, lines } = reply;
          if (code >= firstRefusal && code !== noSuchNetwork)
            throw new TowlineError('failed', `BIRD refuses it: ${replyText(reply)}`);
          return { result: { lines, isCut: false } };
        }
        if (sayings.length === 1 && reply.code !== restricted)
          throw new TowlineError('failed', `BIRD does not restrict the connection: ${replyText(reply)}`);
        return { say: sayings.shift() ?? '' };
      },
      {
        signal,
        onPart: ({ size, lines }) =>
          size > mostCharacters ? { result: { lines: [...lines], isCut: true } } : undefined,
      },
    );
  };
}

interface Speaking<T> {
  readonly signal?: AbortSignal;
  /** Looks at an answer that is not complete; what it gives ends the conversation. */
  readonly onPart?: (reader: ReplyReader) => { readonly result: T } | undefined;
}

/** Speaks with BIRD on a connection of its own: `next` takes each answer, the greeting first. */
function speak<T>(
  path: string,
  timeoutMs: number,
  next: (reply: BirdReply) => { readonly say: string } | { readonly result: T },
  { signal, onPart }: Speaking<T> = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const reader = new ReplyReader();
    const socket = connect(path);
    const end = () => {
      socket.destroy();
      signal?.removeEventListener('abort', onAbort);
    };
    const fail = (error: unknown) => {
      end();
      reject(error instanceof TowlineError ? error : new BirdSocketError(path, error));
    };
    const onAbort = () => {
      end();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.setEncoding('utf8');
    socket.setTimeout(timeoutMs, () => fail(new Error(`no answer within ${timeoutMs} ms`)));
    socket.once('error', fail);
    socket.once('end', () => fail(new Error('it closed the connection')));
    socket.on('data', (text: string) => {
      try {
        for (const reply of reader.push(text)) {
          const step = next(reply);
          if ('result' in step) {
            end();
            resolve(step.result);
            return;
          }
          socket.write(`${step.say}\n`);
        }
        const part = onPart?.(reader);
        if (part === undefined) return;
        end();
        resolve(part.result);
      } catch (error) {
        fail(error);
      }
    });
  });
}
