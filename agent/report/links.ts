import type { Prospect } from '../../shared/net/prospect.ts';
import { span } from '../../shared/span.ts';
import type { TrackedLink } from '../tracker/status.ts';
import type { AgentStatus } from './status.ts';
import { table } from './table.ts';

/** A link as `towline-agent links` shows it. */
export interface LinkRow {
  readonly peer: string;
  readonly interface: string;
  readonly state: TrackedLink['state'] | 'unknown';
  /** Seconds, when the status was written; null while unknown. */
  readonly forS: number | null;
  readonly reason: string;
  /** Seconds from the time of the status until something is tried; null if nothing is due. */
  readonly nextS: number | null;
  readonly endpoint: string | null;
  readonly handshakeAgeS: number | null;
  readonly last: TrackedLink['last'];
  readonly mtu: number | null;
  readonly pathMtu: AgentStatus['links'][number]['pathMtu'];
  readonly fittingMtu: number | null;
  /** Whether it can work over each IP family; null in a status of an older agent. */
  readonly prospects: AgentStatus['links'][number]['prospects'] | null;
}

/** The links of a status. A status that an older agent left has no word of the tracker. Pure. */
export function trackedRows(status: AgentStatus): LinkRow[] {
  return status.links.map(({ peer, interface: name, endpoint, handshakeAgeS, tracker, ...link }) => ({
    peer,
    interface: name,
    state: tracker?.state ?? 'unknown',
    forS: tracker ? seconds(status.updatedMs - tracker.sinceMs) : null,
    reason: tracker?.reason ?? '',
    nextS: tracker?.nextMs ? seconds(tracker.nextMs - status.updatedMs) : null,
    endpoint,
    handshakeAgeS,
    last: tracker?.last ?? null,
    mtu: link.mtu ?? null,
    pathMtu: link.pathMtu ?? null,
    fittingMtu: link.fittingMtu ?? null,
    prospects: link.prospects ?? null,
  }));
}

const words: Readonly<Record<LinkRow['state'], string>> = {
  up: 'up',
  suspect: 'suspect',
  resolving: 'resolving',
  backingOff: 'backing off',
  passive: 'passive',
  unknown: 'unknown',
};

/**
 * The links for people. Pure.
 *
 * @param writtenS uptime in seconds when the status was written
 * @param uptimeS uptime now
 */
export function showLinks(rows: readonly LinkRow[], writtenS: number, uptimeS: number): string {
  if (rows.length === 0) return 'no links\n';
  // The file is as old as its last change: a duration went on since, a pause was used up.
  const agedS = Math.max(0, uptimeS - writtenS);
  const isMeasured = rows.some(({ pathMtu }) => pathMtu !== null);
  const lines = rows.map((row) => [
    row.peer,
    words[row.state],
    row.forS === null ? '-' : span(row.forS + agedS),
    row.nextS === null ? '-' : row.nextS > agedS ? `in ${span(row.nextS - agedS)}` : 'now',
    row.endpoint ?? '-',
    ...families.map((family) => verdicts[row.prospects?.[family].verdict ?? 'unknown']),
    ...(isMeasured ? [mtuOf(row)] : []),
    row.reason,
  ]);
  const header = ['PEER', 'STATE', 'FOR', 'NEXT', 'ENDPOINT', 'IPV4', 'IPV6'];
  const shown = table([[...header, ...(isMeasured ? ['MTU'] : []), 'WHY'], ...lines]);
  const reasons = rows.flatMap(reasonsOf);
  return `${[shown, ...(reasons.length === 0 ? [] : ['', ...reasons])].join('\n')}\n`;
}

const families = ['ipv4', 'ipv6'] as const;
const labels = { ipv4: 'IPv4', ipv6: 'IPv6' } as const;
const verdicts: Readonly<Record<Prospect['verdict'], string>> = {
  possible: 'yes',
  impossible: 'no',
  doubtful: 'maybe',
  unknown: '?',
};

/** Why a link cannot work over a family, or need not. */
function reasonsOf({ peer, prospects }: LinkRow): string[] {
  return families.flatMap((family) => {
    const { verdict, reason } = prospects?.[family] ?? { verdict: 'unknown', reason: '' };
    const isBad = verdict === 'impossible' || verdict === 'doubtful';
    return isBad ? [`${labels[family]} with ${peer}: ${reason}`] : [];
  });
}

function mtuOf({ mtu, pathMtu, fittingMtu }: LinkRow): string {
  if (mtu === null) return '-';
  if (pathMtu === null || fittingMtu === null) return `${mtu}, path unknown`;
  if (pathMtu === 'tooSmall') return `${mtu}, path too small`;
  return fittingMtu < mtu ? `${mtu}, fits ${fittingMtu}` : `${mtu}`;
}

function seconds(ms: number): number {
  return Math.max(0, Math.round(ms / 1000));
}
