import { systemClock } from '../../shared/os/clock.ts';
import { manyLinks } from './many.ts';
import { randomOf } from './random.ts';

export interface Cost {
  readonly links: number;
  /** Of one core, at a look a second, in percent. */
  readonly cpu_percent: number;
  readonly us_per_link_and_look: number;
}

/** CPU time of looks at links of which one in fifty receives nothing, WireGuard's own answer aside. */
export async function cost(links: number, looks: number): Promise<Cost> {
  const random = randomOf(1);
  const { tracker, peers } = manyLinks({
    count: links,
    clock: systemClock,
    resolve: async () => [],
    random,
    onPoint: () => {},
  });
  const run = async (times: number) => {
    for (let look = 0; look < times; look++) {
      for (const [i, peer] of peers.entries()) if (i % 50 !== 0) peer.receivedBytes += 100;
      await tracker.look();
    }
  };
  await run(Math.ceil(looks / 4));
  const before = process.cpuUsage();
  await run(looks);
  const { user, system } = process.cpuUsage(before);
  const usPerLook = (user + system) / looks;
  return {
    links,
    cpu_percent: Number((usPerLook / 10_000).toFixed(3)),
    us_per_link_and_look: Number((usPerLook / links).toFixed(3)),
  };
}
