import { setTimeout as delay } from 'node:timers/promises';
import { type Crowd, startCrowd } from './crowd.ts';
import { type Ground, prepareGround } from './ground.ts';
import type { Order } from './order.ts';

/** What became of a controller that was killed again and again; each but the first two has to be 0. */
export interface KillFigures {
  readonly kills: number;
  /** Releases that a command acknowledged. */
  readonly acknowledged: number;
  /** Those of them that are not there after the kill, or are not activated although that was acknowledged. */
  readonly lost: number;
  /** Numbers that two commands were given. */
  readonly used_twice: number;
  /** Bundles that agents took back because the controller was away. */
  readonly rolled_back: number;
}

/** The longest time in ms from the beginning of a command to the kill: an activation takes less on a quiet machine. */
const withinMs = 1_200;

/** Kills the controller during activations, every third time during a commit; each time all agents have to end well. */
export async function measureKills(
  { agents, kills }: Extract<Order, { kind: 'kills' }>,
  say: (line: string) => void,
): Promise<KillFigures> {
  const ground = await prepareGround(agents);
  let crowd: Crowd | undefined;
  try {
    await ground.start();
    await ground.towline('activate');
    crowd = startCrowd(ground.network, ground.agents);
    await crowd.until('all have the first release', (now) => now.confirmed[1] === agents, 300);
    const acknowledged = [1];
    let [lost, rolledBack] = [0, 0];
    for (let kill = 1; kill <= kills; kill++) {
      const value = 31 + (kill % 400);
      let isActivated: boolean | undefined;
      if (kill % 3 === 0) {
        const number = await orKilled(ground, ground.change(value));
        if (number !== undefined) acknowledged.push(number);
      } else {
        acknowledged.push(await ground.change(value));
        isActivated = (await orKilled(ground, ground.towline('activate'))) !== undefined;
      }
      await ground.start();
      const there = await releasesOf(ground);
      lost += acknowledged.filter((number) => !there.has(number)).length;
      // What was acknowledged holds without being said again.
      if (isActivated !== true) await ground.towline('activate');
      const newest = Math.max(...there.keys());
      const news = await crowd.until(
        `all have release ${newest}`,
        (now) => now.confirmed[newest] === agents,
        300,
      );
      rolledBack += news.rolledBack;
      if (kill % 10 === 0) say(`${kill} kills, ${acknowledged.length} releases`);
    }
    const used_twice = acknowledged.length - new Set(acknowledged).size;
    return { kills, acknowledged: acknowledged.length, lost, used_twice, rolled_back: rolledBack };
  } finally {
    crowd?.end();
    await ground.close();
  }
}

/** Kills the controller somewhere in a command; resolves to what that gave, or to undefined where it was cut off. */
async function orKilled<T>(ground: Ground, command: Promise<T>): Promise<T | undefined> {
  const outcome = command.catch(() => undefined);
  await delay(withinMs * Math.random());
  await ground.stop('SIGKILL');
  return outcome;
}

async function releasesOf(ground: Ground): Promise<Map<number, unknown>> {
  const { releases } = await ground.towline('release', 'list', '--limit', '1000');
  return new Map((releases as { number: number }[]).map((release) => [release.number, release]));
}
