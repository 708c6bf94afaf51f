import { messageOf } from '../../shared/errors.ts';
import type { Resolve } from '../../shared/net/resolve.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Wake } from '../../shared/os/wake.ts';
import { type PeerMemory, watchSilence } from '../../shared/wireguard/silence.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import type { Bundle } from '../check/bundle.ts';
import type { LinkFile } from '../check/link-file.ts';
import { decide, type LinkMemory, newLinkMemory, resolved } from './decide.ts';
import type { HintStore } from './hints.ts';

export interface TrackerOptions {
  readonly wireguard: Pick<WireGuard, 'state'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly resolve: Resolve;
  readonly hints: HintStore;
  /** The bundle that is in force now. */
  readonly bundle: () => Promise<Bundle | undefined>;
  /** Points a link at an endpoint, `address:port`. */
  readonly point: (
    bundle: Bundle,
    link: LinkFile,
    endpoint: string,
    inUse: string | undefined,
  ) => Promise<void>;
  /** Takes a link's peer away and adds it again; resolves to whether it was there. */
  readonly renew: (link: LinkFile) => Promise<boolean>;
  /** Ends a pause, for example when a hint came. */
  readonly wake: Wake;
  readonly intervalMs: number;
  readonly freshMs: number;
  readonly resolveTimeoutMs: number;
  /** Told what WireGuard said at each look. */
  readonly onDevices: (devices: ReadonlyMap<string, DeviceState>) => void;
}

/** What is remembered of the links, by interface. */
interface Memories {
  readonly endpoints: Map<string, LinkMemory>;
  readonly silence: Map<string, PeerMemory & { readonly publicKey: string }>;
}

/** Looks at the links in turn, and when woken, until the signal is aborted. */
export async function runTracker(options: TrackerOptions, signal: AbortSignal): Promise<void> {
  const memories: Memories = { endpoints: new Map(), silence: new Map() };
  while (!signal.aborted) {
    try {
      await lookAtLinks(options, memories);
    } catch (error) {
      options.log.warn({ error: messageOf(error) }, 'tracker');
    }
    await options.wake.wait(options.intervalMs, signal);
  }
}

/** One look at every link of the bundle in force. */
async function lookAtLinks(options: TrackerOptions, memories: Memories): Promise<void> {
  const devices = await options.wireguard.state();
  options.onDevices(devices);
  const bundle = await options.bundle();
  if (bundle === undefined) {
    for (const known of Object.values(memories)) known.clear();
    return;
  }
  const links = new Map(bundle.links.map((link) => [link.interface, link]));
  for (const known of Object.values(memories)) {
    for (const name of known.keys()) if (!links.has(name)) known.delete(name);
  }
  const peers = new Map(bundle.settings.links.map((link) => [link.interface, link.peer]));
  for (const [name, link] of links) {
    await breakSilence(options, memories, link, devices.get(name));
    await lookAtLink(options, memories.endpoints, bundle, link, peers.get(name) ?? '', devices.get(name));
  }
}

/** Renews the peer of a link that was silent for so long that WireGuard may be refusing what the peer sends. */
async function breakSilence(
  { clock, log, renew }: TrackerOptions,
  { silence }: Memories,
  link: LinkFile,
  device: DeviceState | undefined,
): Promise<void> {
  const {
    interface: name,
    peer: { publicKey },
  } = link;
  const peer = device?.peers.find((candidate) => candidate.publicKey === publicKey);
  if (peer === undefined) return;
  const known = silence.get(name);
  const { memory, isDue } = watchSilence(known?.publicKey === publicKey ? known : undefined, {
    receivedBytes: peer.receivedBytes,
    nowMs: clock.monotonic(),
    random: Math.random(),
  });
  silence.set(name, { ...memory, publicKey });
  if (!isDue) return;
  try {
    if (await renew(link)) log.warn({ interface: name }, 'nothing arrived for minutes, peer renewed');
  } catch (error) {
    // Not at the cost of the other links; it is due again after the pause.
    log.warn({ interface: name, error: messageOf(error) }, 'peer not renewed');
  }
}

async function lookAtLink(
  options: TrackerOptions,
  memories: Map<string, LinkMemory>,
  bundle: Bundle,
  link: LinkFile,
  node: string,
  device: DeviceState | undefined,
): Promise<void> {
  const spec = link.peer.endpoint;
  const peer = device?.peers.find(({ publicKey }) => publicKey === link.peer.publicKey);
  if (spec === undefined || peer === undefined) return;
  const { memory, action } = decide(
    memories.get(link.interface) ?? newLinkMemory,
    {
      spec,
      endpoint: peer.endpoint,
      receivedBytes: peer.receivedBytes,
      hint: options.hints.all().get(spec.kind === 'hint' ? spec.node : node),
    },
    { nowMs: options.clock.monotonic(), freshMs: options.freshMs, random: Math.random() },
  );
  memories.set(link.interface, memory);
  if (action.kind === 'set') {
    await options.point(bundle, link, action.endpoint, peer.endpoint);
    options.log.info({ interface: link.interface, endpoint: action.endpoint }, 'endpoint set');
  } else if (action.kind === 'resolve') {
    // Not waited for: the other links must not stand behind a dead name server.
    void lookUp(options, memories, link.interface, action.host);
  }
}

async function lookUp(
  options: TrackerOptions,
  memories: Map<string, LinkMemory>,
  name: string,
  host: string,
): Promise<void> {
  let addresses: string[] = [];
  try {
    addresses = await options.resolve(host, options.resolveTimeoutMs);
  } catch (error) {
    options.log.debug({ host, error: messageOf(error) }, 'lookup');
  }
  const memory = memories.get(name);
  if (memory === undefined) return;
  memories.set(name, resolved(memory, addresses, options.clock.monotonic()));
  options.wake.notify();
}
