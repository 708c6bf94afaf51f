import type { ResolvedAddress } from '../../shared/net/resolve.ts';
import { fakeTime } from './fake-time.ts';
import { manyLinks, publicAddress } from './many.ts';
import { randomOf } from './random.ts';

export interface Hour {
  readonly links: number;
  readonly seconds: number;
  readonly moves: number;
  readonly lookups: number;
  readonly endpoint_changes: number;
  /** Must be 0. */
  readonly endpoint_changes_on_working_links: number;
  /** Links that do not work at the end, a quiet stretch after the last move. */
  readonly links_down: number;
}

const port = 51_821;
const freshMs = 600;
const quietS = 300;

/**
 * An hour of traffic in simulated time: peers move and their names follow late, while resolvers flap (an old address and
 * the new one by turns), lie (an address of somebody else), stall, and say that there is no such name.
 *
 * @param plant `blind`: the tracker does not see what arrives, so that it replaces endpoints that work
 */
export async function hour(links: number, seconds: number, seed: number, plant?: string): Promise<Hour> {
  const random = randomOf(seed);
  const clock = fakeTime();
  const at = Array.from({ length: links }, (_, i) => i);
  const named = [...at];
  const arrivedMs = at.map(() => Number.NEGATIVE_INFINITY);
  let [moves, changes, wrong, isQuiet] = [0, 0, 0, false];

  async function resolve(host: string, family: 4 | 6): Promise<ResolvedAddress[]> {
    if (family === 6) return [];
    const i = Number(/^n(\d+)/.exec(host)?.[1]);
    const answer = (of: number) => [{ address: publicAddress(of), ttlS: 5 }];
    const mood = isQuiet ? 1 : random();
    if (mood < 0.1) return new Promise(() => {});
    if (mood < 0.2) await clock.sleep(random() * 8000);
    if (mood < 0.3) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    if (mood < 0.45) return answer(Math.floor(random() * links));
    if (mood < 0.6) return answer(i + 1_000_000);
    return answer(named[i] ?? i);
  }

  const { tracker, peers } = manyLinks({
    count: links,
    clock,
    resolve,
    random,
    onPoint: (i, endpoint) => {
      changes++;
      const isSame = endpoint === peers[i]?.endpoint;
      if (!isSame && clock.monotonic() - (arrivedMs[i] ?? 0) < freshMs) wrong++;
    },
    ...(plant === 'blind' ? { shown: (peer) => ({ ...peer, receivedBytes: 0 }) } : {}),
  });
  for (let second = 0; second < seconds + quietS; second++) {
    isQuiet = second >= seconds;
    for (const [i, peer] of peers.entries()) {
      if (!isQuiet && random() < 0.0005) {
        moves++;
        at[i] = i + links * Math.ceil(1 + random() * 50);
      }
      // Names follow within a minute or so.
      if (named[i] !== at[i] && (isQuiet || random() < 0.03)) named[i] = at[i] ?? i;
      if (peer.endpoint !== `${publicAddress(at[i] ?? i)}:${port}`) continue;
      peer.receivedBytes += 100;
      arrivedMs[i] = clock.monotonic();
    }
    await tracker.look();
    await clock.pass(1000);
  }
  const down = peers.filter((peer, i) => peer.endpoint !== `${publicAddress(at[i] ?? i)}:${port}`);
  return {
    links,
    seconds,
    moves,
    lookups: tracker.lookups.asked,
    endpoint_changes: changes,
    endpoint_changes_on_working_links: wrong,
    links_down: down.length,
  };
}
