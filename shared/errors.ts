/**
 * What kind of thing went wrong. `invalid`: the caller gave something broken. `notFound`: it names what does
 * not exist. `exists`: it makes what is there already. `conflict`: the state does not allow it now.
 * `denied`: the caller may not. `unauthenticated`: the caller did not prove who it is. `unavailable`: try
 * again later. `untrusted`: a signature, pin or version rule was broken. `failed`: an operation on this
 * machine failed.
 */
export const errorCodes = [
  'invalid',
  'notFound',
  'exists',
  'conflict',
  'denied',
  'unauthenticated',
  'unavailable',
  'untrusted',
  'failed',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** The one error type of both programs. The message is lower case, has no full stop, and says the way out. */
export class TowlineError extends Error {
  override readonly name = 'TowlineError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
