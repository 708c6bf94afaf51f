import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Store } from '../store/store.ts';
import type { Tunnel } from './tunnel.ts';

export interface FollowOptions {
  readonly tunnel: Tunnel;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Called when a node's public address is new or another. */
  readonly onMoved: (nodeId: number, address: string) => void;
  /** Ends a move of the tunnel that was taken back, once it can. */
  readonly settleReturn: () => Promise<void>;
}

const intervalMs = 1_000;

/** Notices within a second or so where nodes are, and mends the tunnel if something took it away. */
export async function followEndpoints(options: FollowOptions, signal: AbortSignal): Promise<void> {
  const { clock, log, tunnel } = options;
  let failing = false;
  while (!signal.aborted) {
    try {
      if (failing) await tunnel.ensure();
      await observeOnce(options);
      await options.settleReturn();
      if (failing) log.info('the management tunnel works again');
      failing = false;
    } catch (error) {
      if (!failing) log.error({ reason: messageOf(error) }, 'the management tunnel cannot be read');
      failing = true;
    }
    await clock.sleep(intervalMs, signal).catch(() => undefined);
  }
}

/** One look at the tunnel: notes and announces every address that changed. */
export async function observeOnce({
  tunnel,
  store,
  clock,
  onMoved,
}: Pick<FollowOptions, 'tunnel' | 'store' | 'clock' | 'onMoved'>): Promise<void> {
  for (const [nodeId, address] of await tunnel.endpoints()) {
    if (store.endpoints.get(nodeId) === address) continue;
    store.endpoints.set(nodeId, address, clock.now());
    onMoved(nodeId, address);
  }
}
