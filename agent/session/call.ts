import type { ClientReadableStream } from '@grpc/grpc-js';
import { TowlineError } from '../../shared/errors.ts';
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
    const limit = limitOf(timeoutMs, () => call.cancel());
    const cancel = () => call.cancel();
    const call = start((error, response) => {
      limit.end();
      signal.removeEventListener('abort', cancel);
      if (error !== null) reject(limit.error() ?? fromServiceError(error));
      else if (response === undefined) reject(new TowlineError('failed', 'the controller sent no answer'));
      else resolve(response);
    });
    signal.addEventListener('abort', cancel, { once: true });
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
