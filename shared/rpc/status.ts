import { type ServiceError, status } from '@grpc/grpc-js';
import { type ErrorCode, messageOf, TowlineError } from '../errors.ts';

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
export function toStatus(error: unknown): { code: status; details: string } {
  if (error instanceof TowlineError) return { code: statusOf[error.code], details: error.message };
  return { code: status.INTERNAL, details: 'internal error, see the log of the controller' };
}

/** The error of a gRPC client call as a TowlineError. */
export function fromServiceError(error: unknown): TowlineError {
  if (error instanceof TowlineError) return error;
  if (!isServiceError(error)) return new TowlineError('failed', messageOf(error), { cause: error });
  const code = error.code === status.DEADLINE_EXCEEDED ? 'unavailable' : codeOf.get(error.code);
  return new TowlineError(code ?? 'failed', error.details || error.message, { cause: error });
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && typeof (error as Partial<ServiceError>).code === 'number';
}
