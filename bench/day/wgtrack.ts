import { isIP } from 'node:net';
import { type Follower, type FollowerOptions, nothing } from './follower.ts';
import { createResolver, hostOf } from './names.ts';
import { bothWays, type End, endpointAt, type Link } from './wireguard.ts';

// Its defaults: a cycle of 30 s, and a handshake older than 180 s counts as failed.
const [cycleMs, failedMs] = [30_000, 180_000];
const freshMs = 600;

/** A script on each router that asks for the names of links without a handshake, and points them at the answer. */
export function wgtrack({ world, clock, random }: FollowerOptions): Follower {
  const watched = new Set<Link>();
  const resolvers = new Map(world.routers.map((router) => [router, createResolver(router, world, clock)]));
  const dueMs = new Map(world.routers.map((router) => [router, random() * cycleMs]));
  let wrong = 0;

  function follow(end: End, { router: peer }: End): void {
    const { router } = end;
    const { addresses } = resolvers.get(router)?.answer(hostOf(peer)) ?? { addresses: [] };
    const families = router.addresses.map((address) => isIP(address));
    const address = addresses.find((one) => families.includes(isIP(one)));
    if (address === undefined || endpointAt(address) === end.endpoint) return;
    if (clock.monotonic() - end.receivedMs < freshMs) wrong++;
    end.endpoint = endpointAt(address);
  }

  return {
    ...nothing(),
    watch: (link, isWatched) => void (isWatched ? watched.add(link) : watched.delete(link)),
    step() {
      const nowMs = clock.monotonic();
      for (const [router, atMs] of dueMs) {
        if (nowMs < atMs) continue;
        dueMs.set(router, atMs + cycleMs * Math.ceil((nowMs - atMs + 1) / cycleMs));
        if (!router.isUp) continue;
        for (const link of watched) {
          if (nowMs - link.latestHandshakeMs <= failedMs) continue;
          for (const [own, other] of bothWays(link)) if (own.router === router) follow(own, other);
        }
      }
    },
    wrong: () => wrong,
  };
}
