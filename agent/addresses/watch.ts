import { messageOf } from '../../shared/errors.ts';
import type { ReportAddressesRequestInput } from '../../shared/gen/towline/v1/ReportAddressesRequest.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { FollowLines } from '../../shared/os/follow-lines.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Run } from '../../shared/os/run.ts';
import { createWake } from '../../shared/os/wake.ts';
import { backoffMs } from '../session/backoff.ts';
import { leftAddresses } from './left.ts';
import { isNews } from './monitor-line.ts';
import { readUplinks, type UplinkState } from './read.ts';

/** What a node says of its own addresses. */
export interface OwnAddresses {
  /** Those of its uplinks, best first. */
  readonly own: readonly string[];
  /** Those that they had since this process began and the machine has no more, the latest first. */
  readonly left: readonly string[];
  /** Families in which there is a way out; undefined before the first look. */
  readonly families: ReadonlySet<4 | 6> | undefined;
}

/** The same as the controller is told it. Pure. */
export function addressReport({ own, left }: OwnAddresses): ReportAddressesRequestInput {
  return { ownAddresses: [...own], leftAddresses: [...left] };
}

export interface AddressWatch {
  current(): OwnAddresses;
  /** Watches until the signal is aborted. */
  run(signal: AbortSignal): Promise<void>;
}

export interface AddressWatchOptions {
  readonly run: Run;
  readonly follow: FollowLines;
  readonly clock: Clock;
  readonly log: Log;
  /** Called when addresses or ways out are others than at the look before. */
  readonly onChange: (now: OwnAddresses) => void;
}

/** One change comes as several lines: the address that goes, the one that comes, the route. */
const settleMs = 50;
/** So many looks are made one right after the other; what changes for longer is looked at each second at last. */
const freeLooks = 4;
const mostSettleMs = 1_000;
/** Looks while nothing is heard, should the monitor have missed something; and without a monitor. */
const safetyMs = 60_000;
const blindMs = 5_000;
/** A monitor that ran for so long may start again at once. */
const soundMs = 30_000;

/** Watches the machine's own addresses: `ip monitor` says when to look, and a look says what is there. */
export function createAddressWatch(options: AddressWatchOptions): AddressWatch {
  const { clock, log } = options;
  const wake = createWake();
  let state: UplinkState | undefined;
  let left: readonly string[] = [];
  let isMonitored = false;

  const current = (): OwnAddresses => ({ own: state?.own ?? [], left, families: state?.families });

  async function look(): Promise<void> {
    const now = await readUplinks(options.run);
    const before = state;
    left = leftAddresses(left, before?.own ?? [], now.all);
    state = now;
    if (before === undefined || keyOf(before) === keyOf(now)) return;
    log.info({ own: now.own, routes: now.routes }, 'the addresses of the uplinks changed');
    options.onChange(current());
  }

  async function lookAround(signal: AbortSignal): Promise<void> {
    let isFailing = false;
    for (let [looks, lookedAt] = [0, Number.NEGATIVE_INFINITY]; !signal.aborted; ) {
      try {
        await look();
        isFailing = false;
      } catch (error) {
        if (!isFailing) log.warn({ error: messageOf(error) }, 'own addresses cannot be read');
        isFailing = true;
      }
      looks = clock.monotonic() - lookedAt < 2 * mostSettleMs ? looks + 1 : 0;
      lookedAt = clock.monotonic();
      await wake.wait(isMonitored && !isFailing ? safetyMs : blindMs, signal);
      await clock.sleep(Math.min(mostSettleMs, settleMs * 2 ** Math.max(0, looks - freeLooks)), signal);
    }
  }

  async function monitor(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      const begun = clock.monotonic();
      isMonitored = true;
      const following = options.follow(
        'ip',
        ['-o', 'monitor', 'link', 'address', 'route'],
        (line) => isNews(line) && wake.notify(),
        signal,
      );
      // What changed while nobody listened.
      wake.notify();
      const reason = await following;
      isMonitored = false;
      signal.throwIfAborted();
      if (clock.monotonic() - begun > soundMs) failures = 0;
      const pauseMs = backoffMs(failures++, 0.5 + Math.random() / 2);
      log.warn({ reason, pauseMs: Math.round(pauseMs) }, 'ip monitor ended, started again after a pause');
      await clock.sleep(pauseMs, signal);
    }
  }

  return {
    current,
    async run(signal) {
      await Promise.all([lookAround(signal), monitor(signal)]);
    },
  };
}

function keyOf({ own, routes }: UplinkState): string {
  // The order of addresses alone changes nothing, and the kernel changes it.
  return JSON.stringify([[...own].sort(), routes]);
}
