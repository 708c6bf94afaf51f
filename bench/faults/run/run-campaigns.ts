import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../../lab/namespaces/visible-folders.ts';
import { TowlineError } from '../../../shared/errors.ts';
import type { Campaign, Outcome } from '../campaign.ts';
import { openProgress } from './progress.ts';
import { runCampaign } from './run-campaign.ts';
import { outcomeTable } from './table.ts';

export interface CampaignsOptions {
  /** Of the file in which outcomes are kept, and of the folder that has it. */
  readonly name: string;
  readonly only: string | undefined;
  readonly plant: string | undefined;
  readonly signal: AbortSignal;
  /** Those of a campaign's cases that are to be run. */
  readonly choose: (cases: readonly string[]) => readonly string[];
  /** A figure of all campaigns, of that of those before and that of one more. */
  readonly join: (name: string, before: number, more: number) => number;
}

/**
 * Runs campaigns one after the other, prints what became of their cases, and resolves to the figures. An interrupted
 * run goes on where it was, in the folder that TOWLINE_BENCH_DIR names; without that, the folder of an interrupted run
 * is named at its end.
 */
export async function runCampaigns(
  campaigns: readonly Campaign[],
  { name, only, plant, signal, choose, join: joined }: CampaignsOptions,
): Promise<Record<string, number>> {
  const chosen = campaigns.filter((campaign) => only === undefined || campaign.name === only);
  const names = campaigns.map((campaign) => campaign.name);
  if (chosen.length === 0) throw unknown('campaign', only, names);
  const plants = chosen.flatMap((campaign) => campaign.plants);
  if (plant !== undefined && !plants.includes(plant)) throw unknown('planted fault', plant, plants);

  // Every pause of every node listens to it.
  setMaxListeners(0, signal);
  const given = process.env.TOWLINE_BENCH_DIR;
  const folder = given ?? mkdtempSync(join(tmpdir(), `towline-${name}-`));
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const results = new Map<string, readonly Outcome[]>();
  const figures: Record<string, number> = {};
  try {
    const identity = { build: await buildOf(), plant: plant ?? '' };
    const progress = await openProgress(join(folder, `${name}.jsonl`), identity);
    for (const campaign of chosen) {
      if (plant !== undefined && !campaign.plants.includes(plant)) continue;
      const cases = choose(campaign.cases());
      const outcomes = await runCampaign(campaign, cases, progress, { signal, plant, say });
      results.set(campaign.name, outcomes);
      for (const [key, value] of Object.entries(campaign.figures(outcomes)))
        figures[key] = key in figures ? joined(key, figures[key] ?? 0, value) : value;
    }
  } catch (error) {
    if (given === undefined)
      say(`what was done so far is in ${folder}; go on with TOWLINE_BENCH_DIR=${folder}`);
    throw error;
  }
  if (given === undefined) rmSync(folder, { recursive: true, force: true });
  process.stdout.write(`${outcomeTable(results)}\n`);
  return figures;
}

function unknown(what: string, name: string | undefined, known: readonly string[]): TowlineError {
  return new TowlineError('invalid', `there is no ${what} ${name}, only ${known.join(', ')}`);
}

/** Outcomes count for one agent and one lab only. */
async function buildOf(): Promise<string> {
  const agent = await readFile(join(projectFolder(), 'dist/towline-agent.mjs'));
  return createHash('sha256').update(agent).digest('hex');
}
