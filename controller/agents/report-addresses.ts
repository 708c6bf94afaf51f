import { TowlineError } from '../../shared/errors.ts';
import type { ReportAddressesRequest } from '../../shared/gen/towline/v1/ReportAddressesRequest.ts';
import type { ReportAddressesResponse } from '../../shared/gen/towline/v1/ReportAddressesResponse.ts';
import { mostAddresses } from '../hints/plausible.ts';
import type { AgentContext } from './context.ts';
import type { IncomingCall } from './guard.ts';

/** Takes a node's word of its own addresses. Throws `invalid` for more of them than it may name. */
export function reportAddresses(
  { guard, hints, lookWake }: AgentContext,
  { ownAddresses, leftAddresses }: ReportAddressesRequest,
  call: IncomingCall,
): ReportAddressesResponse {
  const node = guard.authenticate(call);
  if (ownAddresses.length > mostAddresses || leftAddresses.length > mostAddresses) {
    throw new TowlineError('invalid', `${node.name} names more than ${mostAddresses} addresses`);
  }
  // The call came by the tunnel: where that comes from now can be seen already.
  if (hints.told(node.nodeId, ownAddresses, leftAddresses)) lookWake.notify();
  return {};
}
