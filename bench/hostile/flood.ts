import { setTimeout as delay } from 'node:timers/promises';
import type { Tally } from './attack/order.ts';
import { Target, type Vitals } from './target.ts';

export interface FloodOptions {
  readonly connections: number;
  readonly messages: number;
  readonly signal: AbortSignal;
  /** Faults to plant, of `floodPlants`. */
  readonly plants: readonly string[];
  readonly say: (line: string) => void;
}

/** What a flood did. */
export interface FloodFigures {
  readonly malformed_connections: number;
  readonly malformed_requests: number;
  /** How often `towline serve` ended. */
  readonly crashes: number;
  /** Malformed requests that were answered as if they were good. */
  readonly accepted_requests: number;
  readonly close_wait_after_60s: number;
  /** Memory of the controller after the second round, less that after the first. */
  readonly heap_growth_mb: number;
  /** 99 of 100 bundles came in this time, in ms, before the attack and while it went on. */
  readonly served_p99_ms: number;
  readonly served_p99_attacked_ms: number;
}

const perSecond = 200;
const rounds = 2;
const quietMs = 60_000;
const ok = 'status 0';

/** The faults that may be planted, and what each does to the controller's machine between the rounds. */
export const floodPlants: Readonly<Record<string, string>> = {
  // One good request among the others.
  accept: 'true',
  crash: "pkill -of 'main.js serve'; sleep 1",
  // Takes connections and never lets go of them.
  'close-wait': `setsid -f perl -MIO::Socket::INET -e '
    $l = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 9, Listen => 5) or die;
    for (1 .. 3) { IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => 9); push @c, $l->accept; }
    sleep 600;' </dev/null >/dev/null 2>&1`,
};

/** Malformed connections and messages against a controller, twice over; routers that are enrolled want their bundles meanwhile. */
export async function flood(options: FloodOptions): Promise<FloodFigures> {
  const { connections, messages, signal, plants, say } = options;
  const target = await Target.up(signal);
  try {
    const before = p99(await target.serveTimes(Math.min(30, Math.ceil(connections / perSecond))));
    say(`bundles come within ${before} ms`);
    const served: number[] = [];
    const after: Vitals[] = [];
    const tallies: Tally[] = [];
    let { pid } = await target.vitals();
    let crashes = 0;
    for (let round = 1; round <= rounds; round++) {
      signal.throwIfAborted();
      let unserved: unknown;
      const [tally, times] = await Promise.all([
        target.attack({ kind: 'connections', count: connections, perSecond, seed: round }),
        target.serveTimes(Math.ceil(connections / perSecond)).catch((error: unknown) => {
          unserved = error;
          return [];
        }),
      ]);
      served.push(...times);
      const beginsWell = plants.includes('accept');
      const order = { count: messages, perSecond, seed: round, beginsWell } as const;
      tallies.push(tally, await target.attack({ kind: 'messages', ...order }));
      for (const plant of round === 1 ? plants : [])
        await target.network.lab.exec('controller', ['bash', '-c', floodPlants[plant] ?? '']);
      await delay(quietMs, undefined, { signal });
      const vitals = await target.vitals();
      if (vitals.pid !== pid) {
        crashes++;
        await target.network.startController();
      } else if (unserved !== undefined) throw unserved;
      ({ pid } = await target.vitals());
      after.push(vitals);
      say(`round ${round}: ${vitals.memoryMb} MB, ${vitals.closeWait} sockets in CLOSE_WAIT`);
    }
    const sent = (kind: number) =>
      tallies
        .filter((_, index) => index % 2 === kind)
        .flatMap((tally) => Object.values(tally.sent))
        .reduce((sum, count) => sum + count, 0);
    return {
      malformed_connections: sent(0),
      malformed_requests: sent(1),
      crashes,
      accepted_requests: tallies.reduce((sum, { ended }) => sum + (ended[ok] ?? 0), 0),
      close_wait_after_60s: Math.max(...after.map(({ closeWait }) => closeWait)),
      heap_growth_mb: Math.round(((after[1]?.memoryMb ?? 0) - (after[0]?.memoryMb ?? 0)) * 10) / 10,
      served_p99_ms: before,
      served_p99_attacked_ms: p99(served),
    };
  } finally {
    await target.down();
  }
}

/** The time within which 99 of 100 were done; 0 of none. Pure. */
export function p99(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
}
