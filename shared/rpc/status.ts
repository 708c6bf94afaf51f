import { type Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { type ErrorCode, messageOf, TowlineError } from '../errors.ts';
import { BusyError, retryAfterOf, retryAfterTrailer } from './retry-after.ts';

const statusOf: Record<ErrorCode, status> = {
  invalid: status.INVALID_ARGUMENT,
  notFound: status.NOT_FOUND,
  exists: status.ALREADY_EXISTS,
  conflict: status.FAILED_PRECONDITION,
  denied: status.PERMISSION_DENIED,
  unauthenticated: status.UNAUTHENTICATED,
  unavailable: status.UNAVAILABLE,
  untrusted: status.DATA_LOSS,
  failed: status.INTERNAL,
};

const codeOf = new Map(Object.entries(statusOf).map(([code, value]) => [value, code as ErrorCode]));

/** What a gRPC handler answers for an error. What is no TowlineError is a fault of ours: its text stays here. */
export function toStatus(error: unknown): { code: status; details: string; metadata?: Metadata } {
  if (error instanceof TowlineError) {
    const answer = { code: statusOf[error.code], details: fitting(error.message) };
    return error instanceof BusyError
      ? { ...answer, metadata: retryAfterTrailer(error.retryAfterMs) }
      : answer;
  }
  return { code: status.INTERNAL, details: 'internal error, see the log of the controller' };
}

/** Room for a message: it travels in HTTP/2 trailers, 16 kB where nobody sets more; a call with longer ones never ends. */
const mostBytes = 12_800;

/** As much of a text as a status has room for: what is no ASCII travels as three characters a byte. */
function fitting(text: string): string {
  let bytes = 0;
  let kept = 0;
  for (const character of text) {
    bytes += /[ -$&-~]/.test(character) ? 1 : 3 * Buffer.byteLength(character);
    if (bytes > mostBytes) return `${text.slice(0, kept)}…`;
    kept += character.length;
  }
  return text;
}

/** The error of a gRPC client call as a TowlineError. */
export function fromServiceError(error: unknown): TowlineError {
  if (error instanceof TowlineError) return error;
  if (!isServiceError(error)) return new TowlineError('failed', messageOf(error), { cause: error });
  const retryAfterMs = error.code === status.UNAVAILABLE ? retryAfterOf(error.metadata) : undefined;
  if (retryAfterMs !== undefined)
    return new BusyError(error.details || error.message, retryAfterMs, { cause: error });
  const code = error.code === status.DEADLINE_EXCEEDED ? 'unavailable' : codeOf.get(error.code);
  return new TowlineError(code ?? 'failed', error.details || error.message, { cause: error });
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && typeof (error as Partial<ServiceError>).code === 'number';
}
