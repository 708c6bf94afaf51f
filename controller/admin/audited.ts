import type { Metadata } from '@grpc/grpc-js';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { Audit, Happening } from '../audit/audit.ts';
import { sessionKey } from '../audit/sessions.ts';
import type { AdminContext } from './context.ts';
import { describeCall } from './describe-call.ts';
import { isReadOnly } from './read-only.ts';

/** What is looked at of a call. */
export interface AuditedCall {
  readonly request: unknown;
  readonly metadata: Metadata;
  getPath(): string;
}

/**
 * Does what a call asks for, and notes who asked and how it ended; what only reads is neither asked nor noted. What was
 * noted is on the disk when this returns. Throws what `work` throws, `unauthenticated` for a caller who did not prove
 * who it is, `failed` for what could not be noted: nothing was done then, unless the message says so.
 */
export async function audited<Response>(
  context: AdminContext,
  call: AuditedCall,
  work: (context: AdminContext) => Promise<Response> | Response,
): Promise<Response> {
  const path = call.getPath();
  if (isReadOnly(path, call.request)) return work(context);
  const caller = context.sessions.find(String(call.metadata.get(sessionKey)[0] ?? ''));
  if (caller === undefined) {
    context.audit.note({
      action: describeCall(path, call.request).action,
      result: 'unauthenticated',
      actor: { kind: 'admin', name: 'unproven' },
      stranger: 'admin socket',
    });
    throw new TowlineError(
      'unauthenticated',
      "it is not proven which Unix user calls: use the towline command of the controller's version, and repeat it",
    );
  }
  const { actor, sudoUser, subordinateTo } = caller;
  const audit = context.audit.as(actor);
  const happening = (response?: Response) => {
    const { detail, ...described } = describeCall(path, call.request, response);
    const maybe = subordinateTo.length === 0 ? undefined : subordinateTo;
    return { ...described, detail: { ...detail, sudo_user: sudoUser, subordinate_to: maybe } };
  };
  const end = begin(audit, happening());
  const own = { ...context, audit, releases: { ...context.releases, audit } };
  let response: Response;
  try {
    response = await work(own);
  } catch (error) {
    try {
      end({ ...happening(), result: error instanceof TowlineError ? error.code : 'failed' });
    } catch (cause) {
      // It failed anyway, and the next start notes it: its own reason says more.
      context.log.error({ reason: messageOf(cause) }, 'the audit log cannot be written');
    }
    throw error;
  }
  try {
    end(happening(response));
  } catch (cause) {
    const message = `it is done, but the audit log cannot be written (${messageOf(cause)}): look at the disk; the next start of the controller notes it`;
    throw new TowlineError('failed', message, { cause });
  }
  return response;
}

/** Notes that a call begins. Throws `failed`. */
function begin(audit: Audit, happening: Happening): (ended: Happening) => void {
  try {
    return audit.begin(happening);
  } catch (cause) {
    const message = `nothing was done: the audit log cannot be written (${messageOf(cause)}): look at the disk`;
    throw new TowlineError('failed', message, { cause });
  }
}
