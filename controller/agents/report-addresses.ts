import { TowlineError } from '../../shared/errors.ts';
import type { ReportAddressesRequest } from '../../shared/gen/towline/v1/ReportAddressesRequest.ts';
import type { ReportAddressesResponse } from '../../shared/gen/towline/v1/ReportAddressesResponse.ts';
import { mostAddresses } from '../hints/plausible.ts';
import type { AgentContext } from './context.ts';
import type { IncomingCall } from './guard.ts';

/** Takes a node's word of its own addresses. Throws `invalid` for more of them than it may name, and for an IP version that is none. */
export function reportAddresses(
  { guard, hints, lookWake }: AgentContext,
  { ownAddresses, leftAddresses, probedFamily }: ReportAddressesRequest,
  call: IncomingCall,
): ReportAddressesResponse {
  const node = guard.authenticate(call);
  if (ownAddresses.length > mostAddresses || leftAddresses.length > mostAddresses) {
    throw new TowlineError('invalid', `${node.name} names more than ${mostAddresses} addresses`);
  }
  if (probedFamily !== 0 && probedFamily !== 4 && probedFamily !== 6) {
    throw new TowlineError('invalid', `${node.name} probes IP version ${probedFamily}: there are 4 and 6`);
  }
  const probed = probedFamily === 0 ? undefined : probedFamily;
  const heard = hints.told(node.nodeId, { own: ownAddresses, left: leftAddresses, probed });
  // The call came by the tunnel: where that comes from now can be seen already.
  if (heard.isNews) lookWake.notify();
  return { probeSeen: heard.isProbeSeen };
}
