import { fakeTime } from '../tracker/fake-time.ts';
import { randomOf } from '../tracker/random.ts';
import { type Follower, nothing } from './follower.ts';
import { towline } from './towline.ts';
import { wgtrack } from './wgtrack.ts';
import { createLink, exchange, type Link, wake, works } from './wireguard.ts';
import { createWorld, dayMs, type Router, reconnect } from './world.ts';

export const ways = ['plain_wireguard', 'wgtrack', 'towline_dns', 'towline'] as const;
export type Way = (typeof ways)[number];

export interface Day {
  readonly links: number;
  /** Seconds from the moment at which both lines work to the first packets both ways, of links that came back. */
  readonly outages: readonly number[];
  /** Links that were down at midnight. */
  readonly never: number;
  /** Of all links together, those that never came back included. */
  readonly hoursLost: number;
  /** Endpoints of working links that were replaced; must be 0. */
  readonly wrong: number;
}

const stepMs = 100;
/** A link is watched for so long after it came back; one that does not, until nothing new is to be expected. */
const [quietMs, hopelessMs] = [15_000, 900_000];

interface Watched {
  /** Since when both lines work again and the link does not. */
  downMs: number | undefined;
  /** What it was down before, when a line went once more. */
  carriedMs: number;
  changedMs: number;
}

/**
 * A day of an ISP's life: each line is away once and comes back with other addresses, its name follows late. The same
 * day for each way to follow it, by the seed. Only links to which something happens are simulated, in steps of 0.1 s.
 */
export async function simulate(
  way: Way,
  routers: number,
  seed: number,
  isBlind = false,
  signal?: AbortSignal,
): Promise<Day> {
  const world = createWorld(routers, randomOf(seed));
  const random = randomOf(seed + 1);
  const links = world.pairs.map((pair) => createLink(pair, random));
  const clock = fakeTime();
  const events: { readonly atMs: number; readonly task: () => void }[] = [];
  const after = (ms: number, task: () => void) => at(clock.monotonic() + ms, task);
  const options = { world, links, clock, random, after };
  const followers: Record<Way, () => Follower> = {
    plain_wireguard: nothing,
    wgtrack: () => wgtrack(options),
    towline_dns: () => towline({ ...options, hasController: false, isBlind }),
    towline: () => towline({ ...options, hasController: true, isBlind }),
  };
  const follower = followers[way]();
  const watched = new Map<Link, Watched>();
  const dead = new Map<Link, Watched>();
  const outages: number[] = [];

  function at(atMs: number, task: () => void): void {
    const index = events.findIndex((event) => event.atMs > atMs);
    events.splice(index === -1 ? events.length : index, 0, { atMs, task });
  }

  function touch(router: Router): void {
    const nowMs = clock.monotonic();
    for (const link of links) {
      if (!link.ends.some((end) => end.router === router)) continue;
      const known = watched.get(link) ?? dead.get(link);
      if (known === undefined) wake(link, nowMs, random);
      dead.delete(link);
      if (!watched.has(link)) follower.watch(link, true);
      const now = known ?? { downMs: undefined, carriedMs: 0, changedMs: nowMs };
      now.changedMs = nowMs;
      watched.set(link, now);
      if (link.ends.every((end) => end.router.isUp)) now.downMs ??= nowMs;
      else if (now.downMs !== undefined) {
        now.carriedMs += nowMs - now.downMs;
        now.downMs = undefined;
      }
    }
  }

  function follow(link: Link, state: Watched): void {
    const nowMs = clock.monotonic();
    exchange(link, nowMs);
    const { downMs } = state;
    if (downMs !== undefined && link.ends.every(({ receivedMs }) => receivedMs >= downMs)) {
      outages.push((state.carriedMs + nowMs - downMs + stepMs) / 1000);
      Object.assign(state, { downMs: undefined, carriedMs: 0, changedMs: nowMs });
    }
    const sinceMs = nowMs - state.changedMs;
    const isQuiet = sinceMs > quietMs && state.downMs === undefined && works(link, nowMs);
    if (!isQuiet && sinceMs <= hopelessMs) return;
    watched.delete(link);
    follower.watch(link, false);
    if (!isQuiet) dead.set(link, state);
  }

  for (const router of world.routers) {
    const { downMs, upMs, namedMs } = router.schedule;
    at(downMs, () => {
      router.isUp = false;
      touch(router);
      follower.lineDown(router);
    });
    at(upMs, () => {
      reconnect(router);
      touch(router);
      follower.lineUp(router);
    });
    at(namedMs, () => {
      router.named = router.addresses;
    });
  }
  while (clock.monotonic() < dayMs) {
    signal?.throwIfAborted();
    const nextMs = events[0]?.atMs ?? dayMs;
    const waitMs = watched.size > 0 ? stepMs : Math.max(stepMs, nextMs - clock.monotonic());
    await clock.pass(waitMs);
    while ((events[0]?.atMs ?? Number.POSITIVE_INFINITY) <= clock.monotonic()) events.shift()?.task();
    for (const [link, state] of watched) follow(link, state);
    follower.step();
  }
  await follower.end();
  const left = [...watched.values(), ...dead.values()].filter(({ downMs }) => downMs !== undefined);
  const leftMs = left.reduce((sum, { downMs = 0, carriedMs }) => sum + carriedMs + dayMs - downMs, 0);
  const seconds = outages.reduce((sum, one) => sum + one, 0) + leftMs / 1000;
  return {
    links: links.length,
    outages,
    never: left.length,
    hoursLost: seconds / 3600,
    wrong: follower.wrong(),
  };
}
