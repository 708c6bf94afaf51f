import type { WhyRequest } from '../../shared/gen/towline/v1/WhyRequest.ts';
import type { WhyResponseInput } from '../../shared/gen/towline/v1/WhyResponse.ts';
import { diagnose } from '../why/diagnose.ts';
import { gather } from '../why/gather.ts';
import { factRows, linkRowsOf } from '../why/table.ts';
import type { AdminContext } from './context.ts';

/** Looks at a node, or at two and what is between them, and says what is wrong. Throws `notFound`, `invalid`. */
export async function why(
  context: AdminContext,
  { nodeName, otherName }: WhyRequest,
): Promise<WhyResponseInput> {
  const beganMs = context.clock.monotonic();
  const facts = await gather(context, nodeName, otherName);
  return {
    facts: factRows(facts),
    links: linkRowsOf(facts),
    findings: diagnose(facts).map((finding) => ({
      ...finding,
      evidence: [...finding.evidence],
      whatToDo: [...finding.whatToDo],
    })),
    path: [...facts.path],
    plannedPath: [...facts.plannedPath],
    tookMs: Math.round(context.clock.monotonic() - beganMs),
  };
}
