import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Wake } from '../../shared/os/wake.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import type { Hints } from '../hints/hints.ts';
import type { Tunnel } from './tunnel.ts';

export interface FollowOptions {
  readonly tunnel: Pick<Tunnel, 'ensure' | 'endpoints'>;
  readonly wireguard: Pick<WireGuard, 'endpoints'>;
  readonly hints: Pick<Hints, 'seen' | 'flush'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends a pause: a node says that it moved. */
  readonly wake: Wake;
  /** Ends a move of the tunnel that was taken back, once it can. */
  readonly settleReturn: () => Promise<void>;
}

/** Between two whole looks, which also mend what is missing; each takes what WireGuard says of every peer apart. */
const wholeMs = 1_000;
/** Between two looks at whether any endpoint changed, at least: one takes 5 ms of CPU with 1,000 nodes. */
const leastPauseMs = 250;
/** However often nodes say that they moved. */
const leastWokenMs = 50;
/** A look that takes long is made less often: it has one part in so many of the time. */
const share = 20;

/** Notices within a quarter of a second or so where nodes are, and mends the tunnel if something took it away. */
export async function followEndpoints(options: FollowOptions, signal: AbortSignal): Promise<void> {
  const { clock, log, tunnel, hints, wake } = options;
  const pause = (ms: number) => clock.sleep(ms, signal).catch(() => undefined);
  let failing = false;
  let text: string | undefined;
  let wholeAt = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    const begun = clock.monotonic();
    try {
      if (failing) await tunnel.ensure();
      const now = await options.wireguard.endpoints();
      if (failing || now !== text || begun - wholeAt >= wholeMs) {
        for (const [nodeId, address] of await tunnel.endpoints()) hints.seen(nodeId, address);
        await options.settleReturn();
        text = now;
        wholeAt = begun;
      }
      if (failing) log.info('the management tunnel works again');
      failing = false;
      hints.flush();
    } catch (error) {
      if (!failing) log.error({ reason: messageOf(error) }, 'the management tunnel cannot be read');
      failing = true;
    }
    const took = clock.monotonic() - begun;
    await pause(leastWokenMs);
    const rest = failing ? wholeMs : Math.min(wholeMs, Math.max(leastPauseMs, share * took)) - leastWokenMs;
    await wake.wait(rest, signal).catch(() => undefined);
  }
}
