import { messageOf } from '../../shared/errors.ts';
import type { ResolveFamily } from '../../shared/net/resolve.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { createComplaints } from '../../shared/os/complaints.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Wake } from '../../shared/os/wake.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';
import type { Bundle } from '../check/bundle.ts';
import type { LinkFile } from '../check/link-file.ts';
import type { EndpointMemory } from './endpoints.ts';
import { newCounters, type TrackerCounters } from './events.ts';
import type { Devices, Glances } from './glances.ts';
import { hasToAsk } from './has-to-ask.ts';
import type { HintStore } from './hints.ts';
import type { LinkMemory } from './link-memory.ts';
import { createLinks, type LinkRecord } from './links.ts';
import { createNames, type LookupCounters } from './names.ts';
import { createSilenceBreaker } from './silence.ts';

/** What a link looked like when it was decided to point it elsewhere. */
export interface SeenPeer {
  readonly endpoint: string | undefined;
  /** As `Glances` shows it. */
  readonly receivedBytes: number;
  /** It is pointed whatever arrived since. */
  readonly evenIfWorking: boolean;
}

export interface TrackerOptions {
  readonly glances: Glances;
  readonly clock: Clock;
  readonly log: Log;
  readonly resolve: ResolveFamily;
  readonly hints: Pick<HintStore, 'all'>;
  /** Whether there is a session with the controller. */
  readonly inContact: () => boolean;
  readonly endpoints: EndpointMemory;
  /** Whether there is a default route to an endpoint. */
  readonly hasWay: (endpoint: string) => boolean;
  /** The bundle that is in force now. */
  readonly bundle: () => Promise<Bundle | undefined>;
  /** Points a link at an endpoint, `address:port`. */
  readonly point: (bundle: Bundle, link: LinkFile, endpoint: string, seen: SeenPeer) => Promise<void>;
  /** Sends something through a link that was pointed elsewhere: see `knock.ts`. */
  readonly knock: (interfaceName: string) => void;
  /** Takes a link's peer away and adds it again; resolves to whether it was there. */
  readonly renew: (link: LinkFile) => Promise<boolean>;
  /** Ends a pause, for example when a hint came. */
  readonly wake: Wake;
  readonly intervalMs: number;
  /** The least time within which something has to arrive at a link that works. */
  readonly freshMs: number;
  readonly resolveTimeoutMs: number;
  /** Told what WireGuard said at each look. */
  readonly onDevices: (devices: ReadonlyMap<string, DeviceState>) => void;
  /** Told the seconds that a link was silent, when something arrives again. */
  readonly onRepair?: (tookS: number) => void;
  /** In [0, 1); for jitter. */
  readonly random?: () => number;
}

export interface Tracker {
  /** Looks at the links in turn, and when woken, until the signal is aborted. */
  run(signal: AbortSignal): Promise<void>;
  /**
   * One look at every link of the bundle in force.
   *
   * @param mayGlance nothing happened that the counters of the interfaces do not tell
   */
  look(mayGlance?: boolean): Promise<void>;
  /** The machine's addresses changed: links that do not work are tried at once. */
  ownAddressesChanged(): void;
  /** The links as they were at the last look, by interface. */
  links(): ReadonlyMap<string, LinkRecord>;
  readonly counters: TrackerCounters;
  readonly lookups: Readonly<LookupCounters>;
}

/**
 * Looks that are brought forward (a hint, a name, a link that just fell silent) are not closer together, and no more
 * than a few beyond one an interval: what they use up, longer pauses bring back.
 */
const leastPauseMs = 150;
const mostAhead = 20;
/** What worked is written at most so often. */
const saveEveryMs = 10_000;

export function createTracker(options: TrackerOptions): Tracker {
  const { clock, log, wake } = options;
  const counters = newCounters();
  const names = createNames({
    resolve: options.resolve,
    clock,
    timeoutMs: options.resolveTimeoutMs,
    onWord: (host, addresses) => {
      links.heard(host, addresses);
      wake.notify();
    },
  });
  const links = createLinks({ ...options, random: options.random ?? Math.random, names, counters });
  const breakSilence = createSilenceBreaker(options);
  const [looking, saving] = [createComplaints(clock), createComplaints(clock)];
  let savedAtMs = Number.NEGATIVE_INFINITY;
  let lookedAt: Bundle | undefined;

  async function ask(): Promise<Devices> {
    counters.reads++;
    return await options.glances.look();
  }

  async function look(mayGlance = false): Promise<void> {
    const bundle = await options.bundle().catch(async (error: unknown) => {
      // WireGuard goes on, and what is known of it would be of another time.
      options.onDevices(await ask());
      throw error;
    });
    const glanced = mayGlance && bundle !== undefined && bundle === lookedAt ? glance(bundle) : undefined;
    const devices = glanced ?? (await ask());
    lookedAt = bundle;
    options.onDevices(devices);
    await breakSilence(bundle?.links ?? [], devices);
    await links.look(bundle, devices);
    if (bundle === undefined || clock.monotonic() - savedAtMs < saveEveryMs) return;
    savedAtMs = clock.monotonic();
    // Not waited for: a slow disk is no reason to look later.
    options.endpoints.save().then(saving.worked, (error: unknown) => {
      const reason = messageOf(error);
      if (saving.isNews(reason)) log.warn({ error: reason }, 'endpoints');
    });
  }

  function glance(bundle: Bundle): Devices | undefined {
    const glanced = options.glances.glance();
    if (glanced === undefined || hasToAsk(bundle, links.records(), glanced, clock.monotonic()))
      return undefined;
    return glanced;
  }

  return {
    look,
    counters,
    lookups: names.counters,
    links: links.records,
    ownAddressesChanged() {
      links.ownAddressesChanged();
      wake.notify();
    },
    async run(signal) {
      const refillMs = Math.min(1000, options.intervalMs);
      let [ahead, countedMs] = [mostAhead, clock.monotonic()];
      const refill = () => {
        const nowMs = clock.monotonic();
        ahead = Math.min(mostAhead, ahead + (nowMs - countedMs) / refillMs);
        countedMs = nowMs;
      };
      for (let isWoken = true; !signal.aborted; ) {
        refill();
        if (ahead < 1) await clock.sleep((1 - ahead) * refillMs, signal);
        refill();
        ahead--;
        try {
          await look(!isWoken);
          looking.worked();
        } catch (error) {
          const reason = messageOf(error);
          if (looking.isNews(reason)) log.warn({ error: reason }, 'tracker');
        }
        const longer = ahead < mostAhead - 1 ? 1.5 : 1;
        const dueMs = pauseMs(links.records(), clock.monotonic(), longer * options.intervalMs);
        isWoken = await wake.wait(dueMs, signal);
      }
    },
  };
}

/** Until the next look: the interval, or less where a link may turn out to be silent before. */
function pauseMs(records: ReadonlyMap<string, LinkRecord>, nowMs: number, intervalMs: number): number {
  let dueMs = nowMs + intervalMs;
  for (const { memory } of records.values()) if (isHinted(memory)) dueMs = Math.min(dueMs, memory.nextMs);
  return Math.max(Math.min(leastPauseMs, intervalMs), dueMs - nowMs);
}

function isHinted(memory: LinkMemory): memory is LinkMemory & { nextMs: number } {
  return memory.state === 'suspect' && memory.nextMs !== undefined;
}
