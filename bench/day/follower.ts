import type { Clock } from '../../shared/os/clock.ts';
import type { Link } from './wireguard.ts';
import type { Router, World } from './world.ts';

/** What follows endpoints besides WireGuard itself, on all routers. */
export interface Follower {
  /** A link is looked at from now on, or not any more. */
  watch(link: Link, isWatched: boolean): void;
  /** Called each step, after packets were exchanged. */
  step(): void;
  lineDown(router: Router): void;
  lineUp(router: Router): void;
  end(): Promise<void>;
  /** Endpoints of working links that were replaced. */
  wrong(): number;
}

export interface FollowerOptions {
  readonly world: World;
  readonly links: readonly Link[];
  /** Milliseconds since midnight are its monotonic ones. */
  readonly clock: Clock;
  readonly random: () => number;
  /** Runs a task after a time, in milliseconds. */
  readonly after: (ms: number, task: () => void) => void;
}

/** WireGuard alone. */
export function nothing(): Follower {
  const none = () => undefined;
  return { watch: none, step: none, lineDown: none, lineUp: none, end: async () => {}, wrong: () => 0 };
}
