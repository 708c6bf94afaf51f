import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { type Crowd, startCrowd } from './crowd.ts';
import { type Ground, prepareGround } from './ground.ts';
import type { Order } from './order.ts';

/** What became of a controller that was killed again and again; each but the first two has to be 0. */
export interface KillFigures {
  readonly kills: number;
  /** Releases that a command acknowledged. */
  readonly acknowledged: number;
  /** Those of them that were missing after a kill, or not activated although that was acknowledged. */
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
  { agents, kills, isLost }: Extract<Order, { kind: 'kills' }>,
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
    const activated = [1];
    const lost = new Set<number>();
    let rolledBack = 0;
    for (let kill = 1; kill <= kills; kill++) {
      const value = 31 + (kill % 400);
      let isActivated: boolean | undefined;
      if (kill % 3 === 0) {
        const number = await orKilled(ground, ground.change(value));
        if (number !== undefined) acknowledged.push(number);
      } else {
        acknowledged.push(await ground.change(value));
        isActivated = (await orKilled(ground, ground.towline('activate'))) !== undefined;
        if (isActivated) activated.push(acknowledged.at(-1) ?? 0);
      }
      if (isLost) loseNewest(ground);
      await ground.start();
      const there = await releasesOf(ground);
      for (const number of acknowledged) if (!there.has(number)) lost.add(number);
      for (const number of activated) if (there.get(number)?.activated !== true) lost.add(number);
      if (isLost) break;
      // What was acknowledged holds without being said again.
      if (isActivated !== true) {
        await ground.towline('activate');
        activated.push(Math.max(...there.keys()));
      }
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
    return { kills, acknowledged: acknowledged.length, lost: lost.size, used_twice, rolled_back: rolledBack };
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

interface Listed {
  readonly number: number;
  readonly activated?: boolean;
}

async function releasesOf(ground: Ground): Promise<Map<number, Listed>> {
  const { releases } = await ground.towline('release', 'list', '--limit', '1000');
  return new Map((releases as Listed[]).map((release) => [release.number, release]));
}

/** What a disk that lies about having written leaves: a database without its newest release. */
function loseNewest({ database }: Ground): void {
  const db = new Database(database);
  try {
    db.pragma('foreign_keys = OFF');
    db.exec(`CREATE TEMP TABLE newest AS SELECT max(number) AS number FROM releases;
      DELETE FROM desired WHERE release IN (SELECT number FROM newest);
      DELETE FROM bundles WHERE release IN (SELECT number FROM newest);
      DELETE FROM releases WHERE number IN (SELECT number FROM newest);`);
  } finally {
    db.close();
  }
}
