import type { ClientReadableStream } from '@grpc/grpc-js';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { fromServiceError } from '../../shared/rpc/status.ts';

type Done<T> = (error: Error | null, response?: T) => void;

/**
 * Makes one call; resolves to its answer. Not with a deadline of gRPC's, which is a time of day: when the clock is
 * set meanwhile, the call would end at once, or never. Throws TowlineError; `unavailable` after `timeoutMs`.
 */
export function unary<T>(
  signal: AbortSignal,
  timeoutMs: number,
  start: (done: Done<T>) => { cancel(): void },
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    signal.throwIfAborted();
    let call: { cancel(): void } | undefined;
    const cancel = () => call?.cancel();
    const limit = limitOf(timeoutMs, cancel);
    const over = () => {
      limit.end();
      signal.removeEventListener('abort', cancel);
    };
    signal.addEventListener('abort', cancel, { once: true });
    const done: Done<T> = (error, response) => {
      over();
      if (error !== null) reject(limit.error() ?? fromServiceError(error));
      else if (response === undefined) reject(new TowlineError('failed', 'the controller sent no answer'));
      else resolve(response);
    };
    try {
      call = start(done);
    } catch (cause) {
      // A session that ended meanwhile has closed its connection; the timer must not outlive the call.
      over();
      reject(new TowlineError('unavailable', `the connection is closed: ${messageOf(cause)}`, { cause }));
    }
  });
}

/** The messages of a stream, which ends with `unavailable` after `timeoutMs` where that is given. */
export async function* streamed<T>(
  stream: ClientReadableStream<T>,
  signal: AbortSignal,
  timeoutMs?: number,
): AsyncGenerator<T> {
  const cancel = () => stream.cancel();
  const limit = timeoutMs === undefined ? undefined : limitOf(timeoutMs, cancel);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    signal.throwIfAborted();
    for await (const message of stream) yield message as T;
  } catch (error) {
    throw limit?.error() ?? fromServiceError(error);
  } finally {
    limit?.end();
    signal.removeEventListener('abort', cancel);
    stream.cancel();
  }
}

/** A limit in time by a timer, which no clock moves. `error` is there once it has struck. */
function limitOf(ms: number, strike: () => void) {
  let error: TowlineError | undefined;
  const timer = setTimeout(() => {
    error = new TowlineError('unavailable', `the controller did not answer within ${ms / 1000} s`);
    strike();
  }, ms);
  return { error: () => error, end: () => clearTimeout(timer) };
}
