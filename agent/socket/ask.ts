import { connect } from 'node:net';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { mostAnswerBytes, parseAnswer } from './protocol.ts';

/** What a socket that nobody holds fails with: its file is missing, or nobody listens on it any more. */
const nobody = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK']);

/** Nobody listens at the socket. */
export class NobodyError extends TowlineError {}

export interface AskOptions {
  /** Who is asked, in errors: "agent". */
  readonly who: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Asks the process at a socket; resolves to its result, rejects with its error. Throws NobodyError where none
 * runs, and `unavailable` for one that does not answer in time.
 */
export function ask(path: string, request: object, { who, timeoutMs, signal }: AskOptions): Promise<unknown> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const socket = connect(path);
    let text = '';
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      settle();
    };
    const fail = (error: unknown) => end(() => reject(error));
    const onAbort = () => fail(signal.reason);
    const timer = setTimeout(
      () =>
        fail(
          new TowlineError(
            'unavailable',
            `the ${who} at ${path} does not answer within ${timeoutMs / 1000} s`,
          ),
        ),
      timeoutMs,
    );
    signal.addEventListener('abort', onAbort, { once: true });
    socket.setEncoding('utf8');
    socket.once('connect', () => socket.write(`${JSON.stringify(request)}\n`));
    socket.once('error', (error: NodeJS.ErrnoException) => fail(explain(path, who, error)));
    socket.once('end', () =>
      fail(new TowlineError('unavailable', `the ${who} at ${path} ended before it answered, see its log`)),
    );
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (text.length > mostAnswerBytes)
        fail(new TowlineError('failed', `what holds ${path} does not answer as the ${who} does`));
      else if (text.includes('\n'))
        end(() => {
          try {
            resolve(parseAnswer(text.slice(0, text.indexOf('\n')), `the ${who}`));
          } catch (error) {
            reject(error);
          }
        });
    });
  });
}

function explain(path: string, who: string, error: NodeJS.ErrnoException): TowlineError {
  if (nobody.has(error.code ?? '')) return new NobodyError('unavailable', `no ${who} listens at ${path}`);
  if (error.code === 'EACCES' || error.code === 'EPERM')
    return new TowlineError('denied', `${path} is the agent's: run this as the agent's user, or as root`);
  return new TowlineError('unavailable', `the ${who} at ${path} cannot be reached: ${messageOf(error)}`, {
    cause: error,
  });
}
