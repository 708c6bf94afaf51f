import type { Registry } from 'prom-client';
import { counter, gauge, type Labels, single, snake } from '../../shared/metrics/series.ts';
import type { Journal } from '../journal/schema.ts';
import type { AgentStatus } from '../report/status.ts';
import type { Tracker } from '../tracker/tracker.ts';
import { agentVersion } from '../version.ts';
import type { JournalCounts } from './journal.ts';

/** What the agent's own metrics are made of. */
export interface TowlineSources {
  /** The status as it was written last; undefined before the first. */
  readonly status: () => AgentStatus | undefined;
  /** Release that the controller wants; undefined until it has said so. */
  readonly desired: () => number | undefined;
  readonly journal: JournalCounts;
  readonly tracker: Pick<Tracker, 'counters' | 'lookups' | 'links'>;
}

const journalStates: readonly Journal['phase']['state'][] = [
  ...([
    'idle',
    'staging',
    'checking',
    'switching',
    'proving',
    'rollingBack',
    'confirmed',
    'quarantined',
  ] as const),
];

/** What only this agent knows. Labels are bounded: names of nodes and words, no addresses. */
export function registerTowline(registry: Registry, sources: TowlineSources): void {
  registerBundle(registry, sources);
  registerTracker(registry, sources);
  registerLinks(registry, sources);
}

function registerBundle(registry: Registry, { status, desired, journal }: TowlineSources): void {
  const one = (name: string, help: string, value: (now: AgentStatus) => number) =>
    gauge(registry, `towline_${name}`, help, [], () => {
      const now = status();
      return now === undefined ? [] : single(value(now));
    });
  gauge(registry, 'towline_build_info', 'Version of the agent; always 1.', ['version'], () => [
    [{ version: agentVersion }, 1],
  ]);
  one(
    'release_applied',
    'Release of the bundle that runs, 0 if none does.',
    ({ running }) => running.release,
  );
  gauge(registry, 'towline_release_desired', 'Release that the controller wants here.', [], () =>
    single(desired()),
  );
  one('drift_entries', 'Differences from the confirmed bundle.', ({ drift }) => drift.length);
  one('controller_connected', 'Whether there is a session with the controller.', ({ controller }) =>
    controller.connected ? 1 : 0,
  );
  one(
    'tunnel_generation',
    'Number of the last move of the management tunnel.',
    ({ tunnel }) => tunnel.generation,
  );
  one('bundle_quarantined', 'Whether a bundle is in quarantine.', ({ quarantined }) =>
    quarantined === null ? 0 : 1,
  );
  gauge(registry, 'towline_journal_state', 'Where the agent is between two bundles.', ['state'], () => {
    const now = status()?.state;
    return now === undefined
      ? []
      : journalStates.map((state) => [{ state: snake(state) }, state === now ? 1 : 0]);
  });
  counter(
    registry,
    'towline_rollbacks_total',
    'Bundles that were taken back, by where they failed.',
    ['reason'],
    () => entries(journal.rollbacks).map(([reason, count]) => [{ reason }, count]),
  );
}

function registerTracker(registry: Registry, { tracker }: TowlineSources): void {
  const { counters, lookups } = tracker;
  const total = (name: string, help: string, value: () => number) =>
    counter(registry, `towline_tracker_${name}_total`, help, [], () => single(value()));
  gauge(registry, 'towline_tracker_links', 'Links by what the tracker is about with them.', ['state'], () => {
    const found = new Map(Object.keys(counters.transitions).map((state) => [state, 0]));
    for (const { memory } of tracker.links().values())
      found.set(memory.state, (found.get(memory.state) ?? 0) + 1);
    return [...found].map(([state, count]): [Labels, number] => [{ state: snake(state) }, count]);
  });
  counter(
    registry,
    'towline_tracker_transitions_total',
    'Times that a link came to a state.',
    ['state'],
    () => entries(counters.transitions).map(([state, count]) => [{ state: snake(state) }, count]),
  );
  counter(registry, 'towline_tracker_lookups_total', 'Lookups of names, by result.', ['result'], () =>
    (['answered', 'nxdomain', 'empty', 'timeout', 'failed'] as const).map((result) => [
      { result },
      lookups[result],
    ]),
  );
  total('endpoints_set', 'Endpoints that were set.', () => counters.sets);
  total(
    'endpoints_set_working',
    'Endpoints that were set on links that worked, since the peer had said that it left.',
    () => counters.setsOnWorking,
  );
  total('hints', 'Hints of the controller that were looked at.', () => counters.hints);
  total('reads', 'Times that WireGuard was asked for its state.', () => counters.reads);
}

function registerLinks(registry: Registry, { status }: TowlineSources): void {
  type Link = AgentStatus['links'][number];
  const each = (name: string, help: string, value: (link: Link) => number | null) =>
    gauge(registry, `towline_link_${name}`, help, ['peer', 'interface'], () =>
      (status()?.links ?? []).flatMap((link): (readonly [Labels, number])[] => {
        const found = value(link);
        return found === null ? [] : [[{ peer: link.peer, interface: link.interface }, found]];
      }),
    );
  // One that is suspect was silent for less than two seconds, or is and works while a hint is looked at.
  each('up', 'Whether something authenticated arrived by the link within the last seconds.', ({ tracker }) =>
    tracker === null ? null : tracker.state === 'up' || tracker.state === 'suspect' ? 1 : 0,
  );
  each(
    'bgp_up',
    'Whether the BGP session of the link is established; none while BIRD does not say.',
    ({ bgpState }) => (bgpState === '' ? null : bgpState === 'Established' ? 1 : 0),
  );
  each(
    'prefix_limit_hit',
    'Whether the peer sends more prefixes than its limit admits.',
    ({ prefixLimitHit }) => (prefixLimitHit ? 1 : 0),
  );
  each('mtu_bytes', 'MTU that the link is to have.', ({ mtu }) => mtu);
  each(
    'path_mtu_bytes',
    'Largest outer packet that the path carries, where that was measured.',
    ({ pathMtu }) => (typeof pathMtu === 'number' ? pathMtu : null),
  );
  for (const family of ['ipv4', 'ipv6'] as const) {
    each(
      `${family}_possible`,
      `Whether the link can work over ${family === 'ipv4' ? 'IPv4' : 'IPv6'}, where that is known.`,
      ({ prospects }) => {
        const { verdict } = prospects[family];
        return verdict === 'possible' ? 1 : verdict === 'impossible' ? 0 : null;
      },
    );
  }
}

function entries<Key extends string>(table: Readonly<Record<Key, number>>): [Key, number][] {
  return Object.entries(table) as [Key, number][];
}
