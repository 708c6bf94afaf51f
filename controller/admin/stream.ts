import type { ServerWritableStream } from '@grpc/grpc-js';
import { TowlineError } from '../../shared/errors.ts';
import type { NodeChange } from '../../shared/gen/towline/v1/NodeChange.ts';
import type { ProgressInput } from '../../shared/gen/towline/v1/Progress.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { ReleaseSink } from '../release/sink.ts';
import { writeMessage } from '../serve/write-message.ts';

/** A streaming call of an admin. */
export type AdminCall<Request, Response> = ServerWritableStream<Request, Response>;

type Standing = Pick<AdminCall<unknown, unknown>, 'cancelled' | 'destroyed'>;

/** How often progress is told, in ms. */
const progressMs = 100;

/**
 * How long a caller may take nothing, in ms. The queue stands still meanwhile, so somebody who stopped a
 * command half-way may not keep the others from their work.
 */
const stallMs = 60_000;

/** Tells progress when it is due and the stream has room; what does not fit is left out. */
export function progressTo<Request, Response>(
  clock: Clock,
  call: AdminCall<Request, Response | { progress: ProgressInput }>,
): ReleaseSink['progress'] {
  let told = { at: Number.NEGATIVE_INFINITY, step: '' };
  return (step, done, total) => {
    const at = clock.monotonic();
    if (step === told.step && at - told.at < progressMs && done !== total) return;
    if (isGone(call) || call.writableNeedDrain) return;
    told = { at, step };
    call.write({ progress: { step, done, total } });
  };
}

/**
 * Sends a message and waits for room for the next. Throws `unavailable` if the caller has gone, or takes
 * nothing any more.
 */
export async function send<Request, Response>(
  clock: Clock,
  call: AdminCall<Request, Response>,
  message: Response,
): Promise<void> {
  const waiting = new AbortController();
  const stalled = clock.sleep(stallMs, waiting.signal).then(
    () => 'stalled' as const,
    () => 'written' as const,
  );
  try {
    const result = await Promise.race([writeMessage(call, message), stalled]);
    if (result === false) throw goneError();
    if (result === 'stalled')
      throw new TowlineError('unavailable', `nothing was read for ${stallMs / 1000} s: repeat the command`);
  } finally {
    waiting.abort();
  }
}

/** Throws `unavailable` if the caller has gone: for what has not begun yet, or changes nothing. */
export function requireCaller(call: Standing): void {
  if (isGone(call)) throw goneError();
}

function isGone(call: Standing): boolean {
  return call.cancelled || call.destroyed;
}

function goneError(): TowlineError {
  return new TowlineError('unavailable', 'the caller has gone');
}

/** What a sink does with changes that nobody asked for. */
export const noChanges = async (_change: NodeChange): Promise<void> => undefined;
