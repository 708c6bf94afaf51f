import { TowlineError } from '../../shared/errors.ts';
import type { CallGuard, IncomingCall } from '../agents/guard.ts';
import { addressOf } from '../tunnel/source-address.ts';
import type { Audit } from './audit.ts';

/** A guard whose refusals are noted, as far as the limit of strangers goes; calls that pass cost nothing. */
export function auditedGuard(guard: CallGuard, audit: Audit): CallGuard {
  const noting =
    <Result>(check: (call: IncomingCall) => Result) =>
    (call: IncomingCall): Result => {
      try {
        return check(call);
      } catch (error) {
        if (error instanceof TowlineError) {
          const method = call.getPath().split('/').at(-1) ?? '';
          const stranger = addressOf(call.getPeer());
          const detail = { method, reason: error.message };
          audit.note({ action: 'node.refused', subject: stranger, detail, result: error.code, stranger });
        }
        throw error;
      }
    };
  return { source: noting(guard.source), authenticate: noting(guard.authenticate) };
}
