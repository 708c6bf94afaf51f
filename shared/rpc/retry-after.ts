import { Metadata } from '@grpc/grpc-js';
import { TowlineError } from '../errors.ts';

/** Trailer of a call that is put off: milliseconds after which to ask again, decimal. */
const retryAfterKey = 'towline-retry-after-ms';
/** Metadata key of a call that is not to be put off; its value means nothing. */
const urgentKey = 'towline-urgent';

/** The controller takes others first: the same call may be made again after `retryAfterMs`. */
export class BusyError extends TowlineError {
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs: number, options?: ErrorOptions) {
    super('unavailable', message, options);
    this.retryAfterMs = retryAfterMs;
  }
}

/** The trailer that tells a time. */
export function retryAfterTrailer(ms: number): Metadata {
  const metadata = new Metadata();
  metadata.set(retryAfterKey, String(Math.round(ms)));
  return metadata;
}

/** The time that a trailer tells, in ms; undefined where it tells none, or what is no time. */
export function retryAfterOf(metadata: Metadata | undefined): number | undefined {
  const [value] = metadata?.get(retryAfterKey) ?? [];
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

/** Metadata of a call. */
export function urgency(isUrgent: boolean): Metadata {
  const metadata = new Metadata();
  if (isUrgent) metadata.set(urgentKey, '1');
  return metadata;
}

export function isUrgentCall(metadata: Metadata): boolean {
  return metadata.get(urgentKey).length > 0;
}
