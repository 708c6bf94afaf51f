import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Mutex } from '../../shared/os/mutex.ts';
import { endpointAddress } from '../../shared/wireguard/config-text.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';
import type { OwnAddresses } from '../addresses/watch.ts';
import type { Bundle } from '../check/bundle.ts';
import type { LinkFile } from '../check/link-file.ts';
import type { Tracker } from '../tracker/tracker.ts';
import { fittingMtu, leastLinkMtu, overheadTo } from './fit.ts';
import { linksInForce } from './in-force.ts';
import type { PathMtuMemory } from './memory.ts';
import { type Echo, searchPathMtu } from './search.ts';

export interface KeepPathMtusOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** The bundle that is in force now. */
  readonly bundle: () => Promise<Bundle | undefined>;
  readonly tracker: Pick<Tracker, 'links'>;
  readonly devices: () => ReadonlyMap<string, DeviceState>;
  /** The machine's own addresses: with others the paths are others. */
  readonly own: () => Pick<OwnAddresses, 'own'>;
  readonly pathMtus: PathMtuMemory;
  readonly echoTo: (address: string) => Promise<(bytes: number) => Promise<Echo>>;
  /** Held while MTUs are set. */
  readonly lock: Pick<Mutex, 'run'>;
  readonly setMtu: (interfaceName: string, mtu: number) => Promise<void>;
  /** In [0, 1); for jitter. */
  readonly random?: () => number;
}

/** At most one link in this time; the first one after as much, so that links have settled. */
const betweenMs = 5_000;
/** A path that seems to be the same is measured again after this time and up to half as much again. */
const againMs = 6 * 3_600_000;

interface Turn {
  readonly link: LinkFile;
  readonly peer: string;
  readonly address: string;
  /** What the path depends on. */
  readonly key: string;
}

/**
 * Measures the path to each peer, one after the other, until the signal is aborted, if `wireguard.path_mtu` says so;
 * with `"set"` the links' interfaces get what fits. A peer that does not answer pings leaves everything as it is.
 */
export async function keepPathMtus(options: KeepPathMtusOptions, signal: AbortSignal): Promise<void> {
  const { clock, log, random = Math.random } = options;
  const done = new Map<string, { readonly key: string; readonly dueMs: number }>();
  let problem: string | undefined;
  while (!signal.aborted) {
    await clock.sleep(betweenMs, signal);
    try {
      const bundle = await options.bundle();
      if (bundle?.settings.path_mtu === undefined) continue;
      const nowMs = clock.monotonic();
      const turn = turnsOf(options, bundle).find(({ link, key }) => {
        const last = done.get(link.interface);
        return last?.key !== key || nowMs >= last.dueMs;
      });
      if (turn === undefined) continue;
      const { link, key } = turn;
      done.set(link.interface, { key, dueMs: nowMs + againMs * (1 + random() / 2) });
      await measure(options, bundle, turn);
      problem = undefined;
    } catch (error) {
      signal.throwIfAborted();
      const reason = messageOf(error);
      if (reason !== problem) log.warn({ error: reason }, 'the MTU of a path cannot be measured');
      problem = reason;
    }
  }
}

/** The links that work, since their endpoint is their peer's. */
function turnsOf({ tracker, devices, own }: KeepPathMtusOptions, { links, settings }: Bundle): Turn[] {
  const source = [...own().own].sort().join();
  const files = new Map(links.map((link) => [link.interface, link]));
  return settings.links.flatMap(({ interface: name, peer }) => {
    const [link, address] = [files.get(name), endpointAddress(devices().get(name)?.peers[0]?.endpoint)];
    const isUp = tracker.links().get(name)?.memory.state === 'up';
    if (link === undefined || address === undefined || !isUp) return [];
    return [{ link, peer, address, key: `${address} ${link.mtu} ${source}` }];
  });
}

async function measure(options: KeepPathMtusOptions, bundle: Bundle, turn: Turn): Promise<void> {
  const { pathMtus, log, lock } = options;
  const { link, peer, address } = turn;
  const overhead = overheadTo(address);
  const echo = await options.echoTo(address);
  const path = await searchPathMtu(echo, leastLinkMtu + overhead, link.mtu + overhead);
  // Who answers no pings now may have before: that is still the better guess.
  if (path === undefined) {
    log.debug({ interface: link.interface, address }, 'the path answers no pings');
    return;
  }
  const fitting = fittingMtu(path, address);
  const before = JSON.stringify(pathMtus.of(peer));
  const found = { address, path };
  await lock.run(async () => {
    await pathMtus.put(peer, found, new Set(bundle.settings.links.map((other) => other.peer)));
    const now = await options.bundle();
    if (now?.settings.path_mtu !== 'set') return;
    const wanted = linksInForce(now, pathMtus).find((other) => other.interface === link.interface);
    if (wanted !== undefined) await options.setMtu(wanted.interface, wanted.mtu);
  });
  if (JSON.stringify(found) === before) return;
  const fields = { interface: link.interface, address, path, mtu: link.mtu, fits: fitting };
  if (path === 'tooSmall') log.warn(fields, `the path carries less than ${leastLinkMtu + overhead} bytes`);
  else if (fitting !== undefined && fitting < link.mtu)
    log.warn(fields, 'the MTU of the bundle does not fit the path');
  else log.info(fields, 'path measured');
}
