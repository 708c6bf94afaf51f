import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../lab/namespaces/visible-folders.ts';
import { TowlineError } from '../shared/errors.ts';
import { type Campaign, type Outcome, sample } from './faults/campaign.ts';
import { calls } from './faults/campaigns/calls.ts';
import { cuts } from './faults/campaigns/cuts.ts';
import { disk } from './faults/campaigns/disk.ts';
import { kills } from './faults/campaigns/kills.ts';
import { releases } from './faults/campaigns/releases.ts';
import { openProgress } from './faults/run/progress.ts';
import { runCampaign } from './faults/run/run-campaign.ts';
import { outcomeTable } from './faults/run/table.ts';
import type { Benchmark } from './main.ts';

export const campaigns: readonly Campaign[] = [kills, cuts, calls, disk, releases];

/**
 * Real agents, WireGuard and BIRD in labs; in each case one thing goes wrong at one point, and the node is looked at
 * afterwards. An interrupted run goes on where it was, in the folder that TOWLINE_BENCH_DIR names; without that, the
 * folder of an interrupted run is named at its end.
 */
export const faults: Benchmark = async ({ rounds, only, plant, signal }) => {
  const chosen = campaigns.filter(({ name }) => only === undefined || name === only);
  if (chosen.length === 0)
    throw unknown(
      'campaign',
      only,
      campaigns.map(({ name }) => name),
    );
  const plants = chosen.flatMap((campaign) => campaign.plants);
  if (plant !== undefined && !plants.includes(plant)) throw unknown('planted fault', plant, plants);

  // Every pause of every node listens to it.
  setMaxListeners(0, signal);
  const given = process.env.TOWLINE_BENCH_DIR;
  const folder = given ?? mkdtempSync(join(tmpdir(), 'towline-faults-'));
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const results = new Map<string, readonly Outcome[]>();
  const figures: Record<string, number> = {};
  try {
    const progress = await openProgress(join(folder, 'faults.jsonl'), {
      build: await buildOf(),
      plant: plant ?? '',
    });
    for (const campaign of chosen) {
      if (plant !== undefined && !campaign.plants.includes(plant)) continue;
      const cases = sample(campaign.cases(), rounds);
      const outcomes = await runCampaign(campaign, cases, progress, { signal, plant, say });
      results.set(campaign.name, outcomes);
      for (const [key, value] of Object.entries(campaign.figures(outcomes)))
        figures[key] = key.startsWith('max_')
          ? Math.max(figures[key] ?? 0, value)
          : (figures[key] ?? 0) + value;
    }
  } catch (error) {
    if (given === undefined)
      say(`what was done so far is in ${folder}; go on with TOWLINE_BENCH_DIR=${folder}`);
    throw error;
  }
  if (given === undefined) rmSync(folder, { recursive: true, force: true });
  process.stdout.write(`${outcomeTable(results)}\n`);
  return figures;
};

function unknown(what: string, name: string | undefined, known: readonly string[]): TowlineError {
  return new TowlineError('invalid', `there is no ${what} ${name}, only ${known.join(', ')}`);
}

/** Outcomes count for one agent and one lab only. */
async function buildOf(): Promise<string> {
  const agent = await readFile(join(projectFolder(), 'dist/towline-agent.mjs'));
  return createHash('sha256').update(agent).digest('hex');
}
