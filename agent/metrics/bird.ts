import type { Registry } from 'prom-client';
import { gauge, type Labels, single } from '../../shared/metrics/series.ts';
import type {
  BfdDetails,
  BirdDetails,
  ChangeKind,
  ChannelChanges,
  ChannelDetails,
  DaemonDetails,
  ProtocolDetails,
} from '../bird/details.ts';

const changes: readonly (readonly [ChangeKind, string])[] = [
  ['Import updates', 'update_import'],
  ['Import withdraws', 'withdraw_import'],
  ['Export updates', 'update_export'],
  ['Export withdraws', 'withdraw_export'],
];
const outcomes: readonly (readonly [keyof ChannelChanges, string])[] = [
  ['received', 'receive'],
  ['rejected', 'reject'],
  ['filtered', 'filter'],
  ['ignored', 'ignore'],
  ['accepted', 'accept'],
];

/**
 * BIRD and BFD under the names of bird_exporter's new format.
 *
 * @param read asks BIRD; undefined where it does not answer
 * @returns asks BIRD for the next scrape: everything else can be collected while it answers
 */
export function registerBird(registry: Registry, read: () => Promise<BirdDetails | undefined>): () => void {
  let asked: Promise<Seen | undefined> = Promise.resolve(undefined);
  const ask = () => asked;
  gauge(registry, 'bird_socket_query_success', 'Whether BIRD answered.', [], async () =>
    single((await ask()) === undefined ? 0 : 1),
  );
  registerDaemon(registry, ask);
  registerProtocols(registry, ask);
  registerBfd(registry, ask);
  return () => {
    asked = read().then((details) => details && { ...details, channels: channelsOf(details) });
    // Told to the series that wait for it, later.
    asked.catch(() => undefined);
  };
}

interface SeenChannel {
  readonly protocol: ProtocolDetails;
  readonly channel: ChannelDetails;
  readonly labels: Labels;
}

interface Seen extends BirdDetails {
  readonly channels: readonly SeenChannel[];
}

function channelsOf({ protocols }: BirdDetails): SeenChannel[] {
  return protocols.flatMap((protocol) =>
    protocol.channels.map((channel) => ({ protocol, channel, labels: labelsOf(protocol, channel) })),
  );
}

type Ask = () => Promise<Seen | undefined>;

function registerDaemon(registry: Registry, ask: Ask): void {
  const register = (name: string, help: string, value: (daemon: DaemonDetails) => number | undefined) =>
    gauge(registry, name, help, [], async () => {
      const daemon = (await ask())?.daemon;
      return daemon === undefined ? [] : single(value(daemon));
    });
  gauge(registry, 'bird_daemon_up', 'Whether BIRD is up and running.', [], async () =>
    single((await ask()) === undefined ? 0 : 1),
  );
  gauge(
    registry,
    'bird_daemon_info',
    'Version and router ID of BIRD; always 1.',
    ['router_id', 'version'],
    async () => {
      const daemon = (await ask())?.daemon;
      return daemon === undefined ? [] : [[{ router_id: daemon.routerId, version: daemon.version }, 1]];
    },
  );
  register('bird_last_reboot_timestamp_seconds', 'Unix time of the start of BIRD.', ({ rebootMs }) =>
    seconds(rebootMs),
  );
  register(
    'bird_last_reconfig_timestamp_seconds',
    'Unix time at which BIRD took its configuration.',
    ({ reconfiguredMs }) => seconds(reconfiguredMs),
  );
}

function registerProtocols(registry: Registry, ask: Ask): void {
  const labelNames = ['name', 'proto', 'ip_version', 'import_filter', 'export_filter'];
  const register = (
    name: string,
    help: string,
    value: (seen: SeenChannel, daemon: DaemonDetails) => number | undefined,
  ) =>
    gauge(registry, `bird_protocol_${name}`, help, labelNames, async () => {
      const now = await ask();
      const series: [Labels, number][] = [];
      for (const seen of now?.channels ?? []) {
        const found = value(seen, now?.daemon as DaemonDetails);
        if (found !== undefined) series.push([seen.labels, found]);
      }
      return series;
    });
  gauge(registry, 'bird_protocol_up', 'Whether the protocol is up.', [...labelNames, 'state'], async () =>
    ((await ask())?.channels ?? []).map(({ protocol: { info, isUp }, labels }) => [
      { ...labels, state: info.split(/\s/)[0] ?? '' },
      isUp ? 1 : 0,
    ]),
  );
  register('uptime', 'Seconds since the protocol came to its state.', ({ protocol }, daemon) =>
    ageOf(daemon, protocol.sinceMs),
  );
  const prefixes = (name: string, help: string, value: (channel: ChannelDetails) => number) =>
    register(`prefix_${name}_count`, help, ({ channel }) => value(channel));
  prefixes('import', 'Routes taken from the protocol.', ({ imported }) => imported);
  prefixes('export', 'Routes given to the protocol.', ({ exported }) => exported);
  prefixes('filter', 'Routes of the protocol that the filter refused.', ({ filtered }) => filtered);
  prefixes('preferred', 'Routes of the protocol that are in use.', ({ preferred }) => preferred);
  for (const [kind, name] of changes) {
    for (const [outcome, word] of outcomes)
      register(
        `changes_${name}_${word}_count`,
        `${kind} that were ${outcome}, since the protocol came up.`,
        ({ channel }) => channel.changes.get(kind)?.[outcome],
      );
  }
}

function labelsOf(
  { name, type }: ProtocolDetails,
  { family, importFilter, exportFilter }: ChannelDetails,
): Labels {
  return {
    name,
    proto: type,
    ip_version: String(family),
    import_filter: importFilter,
    export_filter: exportFilter,
  };
}

function registerBfd(registry: Registry, ask: Ask): void {
  // As bird_exporter has it, `name` is the protocol's and `ip` the neighbour's.
  const register = (
    what: string,
    help: string,
    value: (session: BfdDetails, daemon: DaemonDetails) => number | undefined,
  ) =>
    gauge(registry, `bird_bfd_session_${what}`, help, ['name', 'ip', 'interface'], async () => {
      const now = await ask();
      const name = now?.protocols.find(({ type }) => type === 'BFD')?.name ?? '';
      return (now?.bfd ?? []).flatMap((session) => {
        const found = value(session, now?.daemon as DaemonDetails);
        const { address: ip, interface: device } = session;
        return found === undefined ? [] : [[{ name, ip, interface: device }, found] as const];
      });
    });
  register('up', 'Whether the BFD session is up.', ({ isUp }) => (isUp ? 1 : 0));
  register('uptime_seconds', 'Seconds since the BFD session came to its state.', ({ sinceMs }, daemon) =>
    ageOf(daemon, sinceMs),
  );
  register('interval_seconds', 'Seconds between two packets of BFD.', ({ interval }) => interval);
  register('timeout_seconds', 'Seconds after which the session is broken.', ({ timeout }) => timeout);
}

/** By BIRD's own clock, which the agent's need not be. */
function ageOf({ nowMs }: DaemonDetails, sinceMs: number | undefined): number | undefined {
  return nowMs === undefined || sinceMs === undefined ? undefined : Math.max(0, (nowMs - sinceMs) / 1000);
}

function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}
