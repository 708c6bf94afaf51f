import type { Bundle } from '../../agent/check/bundle.ts';
import type { LinkFile } from '../../agent/check/link-file.ts';
import { familyOf } from '../../agent/tracker/candidates.ts';
import { createGlances } from '../../agent/tracker/glances.ts';
import { createHints, type HintInput } from '../../agent/tracker/hints.ts';
import { createTracker } from '../../agent/tracker/tracker.ts';
import { createWake } from '../../shared/os/wake.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';
import { bundleOf, endpointsInMemory, silentLog } from '../tracker/many.ts';
import { createController } from './controller.ts';
import type { Follower, FollowerOptions } from './follower.ts';
import { createResolver, hostOf } from './names.ts';
import { bothWays, type End, type Link, port } from './wireguard.ts';
import { dayMs, type Router } from './world.ts';

export interface TowlineOptions extends FollowerOptions {
  /** Without one names alone are followed. */
  readonly hasController: boolean;
  /** The trackers do not see what arrives, so that they replace endpoints that work. */
  readonly isBlind: boolean;
}

const [freshMs, leastFreshMs] = [600, 500];
/** From the controller to a router, and the first packet of a tunnel whose router saw its addresses change. */
const [hintMs, announceMs] = [50, 200];
/** Of the management tunnel, behind a NAT. */
const keepaliveMs = 5000;
/** A session outlasts a line that is away for less. */
const sessionMs = 15_000;

/** The agents' own tracker on each router, and the controller's own hints. */
export function towline(options: TowlineOptions): Follower {
  const { world, links, clock, random, after, hasController } = options;
  let wrong = 0;
  const agents = world.routers.map((router) => createAgent(router, options, () => wrong++));
  const controller = createController({
    world,
    links,
    clock,
    isOpen: (id) => agents[id]?.isInContact() ?? false,
    onHint: (id, hint) => after(hintMs, () => agents[id]?.hint(hint)),
  });

  function announce(router: Router): void {
    const { id, line, addresses, former } = router;
    agents[id]?.contact();
    const [address] = addresses;
    if (address !== undefined) controller.seen(id, address);
    if (line.seesChange) controller.told(id, { own: addresses, left: former });
    controller.flush();
    controller.tellAll(id);
  }

  return {
    watch(link, isWatched) {
      for (const { router } of link.ends) agents[router.id]?.watch(link, isWatched);
    },
    step: () => {},
    lineDown: ({ id }) => agents[id]?.lineDown(),
    lineUp(router) {
      if (router.line.seesChange) agents[router.id]?.ownAddressesChanged();
      if (!hasController) return;
      const late = router.line.seesChange ? announceMs : keepaliveMs;
      after(random() * late, () => announce(router));
    },
    async end() {
      await Promise.all(agents.map((agent) => agent.end()));
    },
    wrong: () => wrong,
  };
}

function createAgent(
  router: Router,
  { world, links, clock, random, hasController, isBlind }: TowlineOptions,
  onWrong: () => void,
) {
  const ends = new Map<string, { link: Link; own: End }>();
  for (const link of links)
    for (const [own, other] of bothWays(link))
      if (own.router === router) ends.set(`tl-${other.router.name}`, { link, own });
  const files = [...ends].map(([name, { own, link }]) => {
    const peer = link.ends.find((end) => end !== own)?.router ?? router;
    return {
      interface: name,
      peer: { publicKey: peer.name, endpoint: { kind: 'name', host: hostOf(peer), port } },
    } as unknown as LinkFile;
  });
  const bundle: Bundle = bundleOf(files);
  const watched = new Set<Link>();
  const hints = createHints();
  // There is nothing to look at until a link is watched, which wakes it.
  const wake = createWake((ms, signal) => clock.sleep(watched.size > 0 ? ms : dayMs, signal));
  let contactMs: number | undefined;

  const device = ({ link, own }: { link: Link; own: End }, name: string): DeviceState => ({
    ...{ publicKey: '', listenPort: port, fwmark: 0 },
    peers: [
      {
        publicKey: name.slice('tl-'.length),
        ...(own.endpoint === undefined ? {} : { endpoint: own.endpoint }),
        ...{ allowedIps: [], latestHandshake: 0, sentBytes: 0, hasPresharedKey: false },
        // What is not watched works.
        receivedBytes: isBlind ? 0 : own.receivedBytes + (watched.has(link) ? 0 : clock.monotonic()),
      },
    ],
  });
  const tracker = createTracker({
    glances: createGlances(
      { state: async () => new Map([...ends].map(([name, end]) => [name, device(end, name)])) },
      clock,
    ),
    ...{ clock, random, hints, wake, log: silentLog },
    resolve: createResolver(router, world, clock).ask,
    inContact: () => hasController && (contactMs === undefined || clock.monotonic() - contactMs < sessionMs),
    endpoints: endpointsInMemory(),
    hasWay: (endpoint) => router.isUp && router.line.families.some((family) => family === familyOf(endpoint)),
    bundle: async () => bundle,
    async point(_bundle, { interface: name }, endpoint, { evenIfWorking }) {
      const own = ends.get(name)?.own;
      if (own === undefined) return;
      const isSame = own.endpoint === endpoint;
      if (!isSame && !evenIfWorking && clock.monotonic() - own.receivedMs < freshMs) onWrong();
      own.endpoint = endpoint;
    },
    knock(name) {
      const own = ends.get(name)?.own;
      if (own !== undefined) own.dataMs = clock.monotonic();
    },
    renew: async () => false,
    ...{ intervalMs: 1000, freshMs: leastFreshMs, resolveTimeoutMs: 5000, onDevices: () => {} },
  });
  const ended = new AbortController();
  const ran = tracker.run(ended.signal).catch(() => undefined);
  return {
    end() {
      ended.abort();
      return ran;
    },
    watch(link: Link, isWatched: boolean) {
      if (isWatched) watched.add(link);
      else watched.delete(link);
      wake.notify();
    },
    hint(hint: HintInput) {
      // What comes while the line is away is told again after it.
      if (router.isUp && hints.put(hint)) wake.notify();
    },
    isInContact: () => contactMs === undefined,
    contact() {
      contactMs = undefined;
    },
    lineDown() {
      contactMs = clock.monotonic();
    },
    ownAddressesChanged: () => tracker.ownAddressesChanged(),
  };
}
