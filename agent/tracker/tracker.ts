import { messageOf } from '../../shared/errors.ts';
import type { Resolve } from '../../shared/net/resolve.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Wake } from '../../shared/os/wake.ts';
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
  /** Ends a pause, for example when a hint came. */
  readonly wake: Wake;
  readonly intervalMs: number;
  readonly freshMs: number;
  readonly resolveTimeoutMs: number;
  /** Told what WireGuard said at each look. */
  readonly onDevices: (devices: ReadonlyMap<string, DeviceState>) => void;
}

/** Looks at the links in turn, and when woken, until the signal is aborted. */
export async function runTracker(options: TrackerOptions, signal: AbortSignal): Promise<void> {
  const memories = new Map<string, LinkMemory>();
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
async function lookAtLinks(options: TrackerOptions, memories: Map<string, LinkMemory>): Promise<void> {
  const devices = await options.wireguard.state();
  options.onDevices(devices);
  const bundle = await options.bundle();
  if (bundle === undefined) {
    memories.clear();
    return;
  }
  const links = new Map(bundle.links.map((link) => [link.interface, link]));
  for (const name of memories.keys()) if (!links.has(name)) memories.delete(name);
  const peers = new Map(bundle.settings.links.map((link) => [link.interface, link.peer]));
  for (const [name, link] of links) {
    await lookAtLink(options, memories, bundle, link, peers.get(name) ?? '', devices.get(name));
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
