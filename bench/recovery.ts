import { setTimeout as delay } from 'node:timers/promises';
import Table from 'cli-table3';
import { type Spread, spread } from '../lab/measure/statistics.ts';
import { waitUntilGreen } from '../lab/network/wait.ts';
import { TowlineError } from '../shared/errors.ts';
import type { Benchmark } from './main.ts';
import { cases, type RecoveryCase, type Way } from './recovery/cases.ts';
import { linkAddress, moveSites, type Pair, pairFor } from './recovery/network.ts';

/** `null`: it was not back within the time that a run has, in at least one run. */
type Result = Partial<Record<`${Way}_s`, Spread | null>> & { readonly runs: number };

/** The longest that a run takes, in milliseconds; a resolver may keep an old address for the TTL. */
const patienceMs = 60_000;
const probeMs = 20;

/**
 * Public addresses of two routers with one link change: time from the moment at which the new addresses work to the
 * first packet through the link. By the controller's hints; by DNS alone, the controller being down; and by WireGuard
 * alone, without agents.
 */
export const recovery: Benchmark = async ({ rounds, only, signal }) => {
  if (only !== undefined && !Object.hasOwn(cases, only))
    throw new TowlineError('invalid', `--only ${only}: name one of ${Object.keys(cases).join(', ')}`);
  const results: Record<string, Result> = {};
  for (const [name, what] of Object.entries(cases)) {
    if (only !== undefined && only !== name) continue;
    const runs = rounds ?? (what.ttl === undefined ? 10 : 3);
    results[name] = { runs };
    for (const way of what.ways) {
      process.stderr.write(`${name}, ${way}: bringing the network up\n`);
      const seconds = await measure(what, way, way === 'plain_wireguard' ? Math.min(runs, 3) : runs, signal);
      const isBack = seconds.every((value) => value !== undefined);
      results[name] = { ...results[name], [`${way}_s`]: isBack ? spread(seconds as number[], 2) : null };
    }
  }
  printTable(results);
  return results;
};

/** Seconds of each run; undefined for one that was not back in time, which is the last one. */
async function measure(
  what: RecoveryCase,
  way: Way,
  runs: number,
  signal: AbortSignal,
): Promise<(number | undefined)[]> {
  const pair = await pairFor(what, way, signal);
  const { lab } = pair.network;
  try {
    for (const site of what.firewalled) await lab.statefulFirewall(site, true);
    if (way === 'plain_wireguard')
      for (const site of ['aachen', 'berlin']) await pair.network.stopAgent(site);
    const seconds: (number | undefined)[] = [];
    for (let run = 0; run < runs; run++) {
      signal.throwIfAborted();
      if (way === 'hint') await waitUntilGreen(pair.network, 1, { signal });
      // Time for every timer to be where it is on a link that has worked for a while.
      await delay(4000 + Math.random() * 2000, undefined, { signal });
      seconds.push(await once(pair, what));
      process.stderr.write(`  ${seconds.at(-1)?.toFixed(2) ?? 'not back'}\n`);
      if (seconds.at(-1) === undefined) break;
    }
    return seconds;
  } finally {
    await lab.down();
  }
}

/** One change of addresses; resolves to seconds. */
async function once(pair: Pair, { moves, ttl = 5 }: RecoveryCase): Promise<number | undefined> {
  const { lab } = pair.network;
  const probe = lab.probe('aachen', await linkAddress(pair, 'berlin'), { intervalMs: probeMs });
  await probe.answer(30_000);
  await moveSites(pair, moves, ttl);
  const moved = Date.now();
  try {
    await probe.answer(patienceMs + ttl * 1000);
    return (Date.now() - moved) / 1000;
  } catch {
    return undefined;
  } finally {
    await probe.stop({ settleMs: 0 });
  }
}

function printTable(results: Readonly<Record<string, Result>>): void {
  const table = new Table({
    style: { head: [], border: [] },
    head: ['case', 'runs', 'hints s, median (max)', 'DNS only s', 'WireGuard alone s'],
  });
  const show = (value: Spread | null | undefined) =>
    value === undefined ? '' : value === null ? 'never' : `${value.median} (${value.max})`;
  for (const [name, result] of Object.entries(results))
    table.push([
      name,
      result.runs,
      show(result.hint_s),
      show(result.dns_only_s),
      show(result.plain_wireguard_s),
    ]);
  process.stdout.write(`${table.toString()}\n`);
}
