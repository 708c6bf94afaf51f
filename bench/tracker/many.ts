import type { Bundle } from '../../agent/check/bundle.ts';
import type { LinkFile } from '../../agent/check/link-file.ts';
import type { EndpointMemory } from '../../agent/tracker/endpoints.ts';
import { createGlances } from '../../agent/tracker/glances.ts';
import { createHints, type HintStore } from '../../agent/tracker/hints.ts';
import { createTracker, type SeenPeer, type Tracker } from '../../agent/tracker/tracker.ts';
import type { ResolveFamily } from '../../shared/net/resolve.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { createWake } from '../../shared/os/wake.ts';
import type { DeviceState, PeerState } from '../../shared/wireguard/types.ts';

export interface ManyLinks {
  readonly tracker: Tracker;
  readonly hints: HintStore;
  /** The peer of each link, as WireGuard has it. */
  readonly peers: readonly PeerState[];
}

export interface ManyOptions {
  readonly count: number;
  readonly clock: Clock;
  readonly resolve: ResolveFamily;
  readonly random: () => number;
  /** Told before a link is pointed elsewhere. */
  readonly onPoint: (index: number, endpoint: string, seen: SeenPeer) => void;
  /** What the tracker is shown in place of the receive counter. */
  readonly shown?: (peer: PeerState) => PeerState;
}

const port = 51_821;
const silent = () => undefined;
export const silentLog = { debug: silent, info: silent, warn: silent, error: silent };

/** What worked, forgotten at the end. */
export function endpointsInMemory(): EndpointMemory {
  const known = new Map<string, readonly string[]>();
  return {
    of: (node) => known.get(node) ?? [],
    addresses: () => known,
    worked: (node, endpoint) => void known.set(node, [endpoint]),
    keepOnly: () => {},
    save: async () => {},
  };
}

/** A bundle of nothing but links, `tl-PEER` each, with BFD's default interval. */
export function bundleOf(links: readonly LinkFile[]): Bundle {
  const settings = links.map(({ interface: name }) => ({
    peer: name.slice('tl-'.length),
    interface: name,
    session: '',
    bfd_interval_ms: 300,
  }));
  return { links, settings: { links: settings } } as unknown as Bundle;
}

/** A tracker with many links at a WireGuard of memory; link N has the name `nN.example.net` for its endpoint. */
export function manyLinks(options: ManyOptions): ManyLinks {
  const peers = Array.from(
    { length: options.count },
    (_, i): PeerState => ({
      publicKey: `key ${i}`,
      endpoint: `${publicAddress(i)}:${port}`,
      allowedIps: [],
      latestHandshake: 0,
      receivedBytes: 0,
      sentBytes: 0,
      hasPresharedKey: false,
    }),
  );
  const links = peers.map(({ publicKey }, i) => ({
    interface: `tl-n${i}`,
    peer: { publicKey, endpoint: { kind: 'name', host: hostOf(i), port } },
  })) as unknown as LinkFile[];
  const bundle = bundleOf(links);
  const device = (peer: PeerState): DeviceState => ({
    publicKey: '',
    listenPort: 0,
    fwmark: 0,
    peers: [options.shown?.(peer) ?? peer],
  });
  const hints = createHints();
  const tracker = createTracker({
    ...options,
    glances: createGlances(
      { state: async () => new Map(peers.map((peer, i) => [`tl-n${i}`, device(peer)])) },
      options.clock,
    ),
    log: silentLog,
    hints,
    inContact: () => true,
    endpoints: endpointsInMemory(),
    hasWay: () => true,
    bundle: async () => bundle,
    point: async (_bundle, link, endpoint, seen) => {
      const index = Number(link.interface.slice('tl-n'.length));
      options.onPoint(index, endpoint, seen);
      const peer = peers[index];
      if (peer !== undefined) peer.endpoint = endpoint;
    },
    knock: () => {},
    renew: async () => false,
    wake: createWake(),
    intervalMs: 1000,
    freshMs: 500,
    resolveTimeoutMs: 5000,
    onDevices: () => {},
  });
  return { tracker, hints, peers };
}

export function hostOf(index: number): string {
  return `n${index}.example.net`;
}

/** A public address for each number. */
export function publicAddress(index: number): string {
  return `11.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
}
