import { isIP } from 'node:net';
import { endpointAddress, formatEndpoint } from '../../shared/wireguard/config-text.ts';
import type { LinkView, Moment } from './link-memory.ts';

/** The most endpoints that a link goes through in a round. */
export const mostCandidates = 16;

/**
 * Endpoints at which the peer may be, best first: those of its hint, then those of its name, the families in turn and
 * the one that worked last first. Without contact to the controller the name is the newer word: a hint is from before.
 * Only where neither says anything, those that worked before. Pure.
 */
export function candidatesOf(view: LinkView, moment: Moment): readonly string[] {
  const { spec } = view;
  if (spec === undefined) return [];
  if (spec.kind === 'address') return [spec.endpoint];
  const named = (view.name?.addresses ?? []).map((address) => formatEndpoint(address, spec.port));
  const [byHint, byName] = [hintedInOrder(view, moment), inTurn(named, view, moment)];
  const said = view.inContact ? [...byHint, ...byName] : [...byName, ...byHint];
  const all = [...new Set(said.length > 0 ? said : view.remembered)];
  const possible = all.filter(moment.hasWay);
  return (possible.length > 0 ? possible : all).slice(0, mostCandidates);
}

/** The endpoints of a link's hint; none for a link whose file names an address. Pure. */
function hinted({ spec, hint }: LinkView): readonly string[] {
  if (spec === undefined || spec.kind === 'address' || hint === undefined) return [];
  return hint.addresses.map((address) => formatEndpoint(address, hint.port ?? spec.port));
}

/**
 * A hint's endpoints as the controller has ordered them, for both ends of the link alike: behind firewalls two ends
 * that try different families never meet. Unless a family was asked for.
 */
function hintedInOrder(view: LinkView, moment: Moment): readonly string[] {
  return moment.limits.family === undefined ? hinted(view) : inTurn(hinted(view), view, moment);
}

/** The best of a hint's endpoints. Pure. */
export function bestHinted(view: LinkView, moment: Moment): string | undefined {
  const ordered = hintedInOrder(view, moment);
  return ordered.find(moment.hasWay) ?? ordered[0];
}

/** The families in turn; which comes first: the one asked for, the one that worked last, the one in use, IPv6. */
function inTurn(endpoints: readonly string[], view: LinkView, { limits }: Moment): string[] {
  const first = limits.family ?? familyOf(view.remembered[0]) ?? familyOf(view.endpoint) ?? 6;
  const ours = endpoints.filter((endpoint) => familyOf(endpoint) === first);
  const others = endpoints.filter((endpoint) => familyOf(endpoint) !== first);
  const rows = Array.from({ length: Math.max(ours.length, others.length) }, (_, i) => [ours[i], others[i]]);
  return rows.flat().filter((endpoint) => endpoint !== undefined);
}

export function familyOf(endpoint: string | undefined): 4 | 6 | undefined {
  const version = isIP(endpointAddress(endpoint) ?? '');
  return version === 0 ? undefined : version === 6 ? 6 : 4;
}
