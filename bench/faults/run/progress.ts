import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { TowlineError } from '../../../shared/errors.ts';
import type { Outcome } from '../campaign.ts';

const headSchema = z.strictObject({ build: z.string(), plant: z.string() });
const lineSchema = z.strictObject({
  campaign: z.string(),
  outcome: z.strictObject({
    case: z.string(),
    verdict: z.string(),
    isGood: z.boolean(),
    recoveryS: z.number().optional(),
    lost: z.number().optional(),
    counts: z.record(z.string(), z.number()).optional(),
    detail: z.string().optional(),
  }),
});

/** What an interrupted run has done already: a file of JSON lines. */
export interface Progress {
  /** Outcomes of a campaign, by case. */
  of(campaign: string): Map<string, Outcome>;
  /** Notes an outcome; it is in the file when the promise resolves. */
  note(campaign: string, outcome: Outcome): Promise<void>;
}

/** What a run is of: outcomes of another build, or with another planted fault, are no part of it. */
export interface RunIdentity {
  readonly build: string;
  readonly plant: string;
}

/** Opens or begins a file. Throws `conflict` if it is of another run, and `invalid` for what is no such file. */
export async function openProgress(path: string, identity: RunIdentity): Promise<Progress> {
  const { head, lines } = readProgress(path, await readFile(path, 'utf8').catch(ignoreMissing));
  if (head === undefined) {
    await mkdir(dirname(path), { recursive: true });
    await appendFile(path, `${JSON.stringify(identity)}\n`);
  } else if (head.build !== identity.build || head.plant !== identity.plant) {
    throw new TowlineError(
      'conflict',
      `${path} is of another build or another planted fault: remove it, or name another folder in TOWLINE_BENCH_DIR`,
    );
  }
  const outcomes = new Map<string, Map<string, Outcome>>();
  const of = (campaign: string) => {
    const known = outcomes.get(campaign) ?? new Map<string, Outcome>();
    outcomes.set(campaign, known);
    return known;
  };
  for (const { campaign, outcome } of lines) of(campaign).set(outcome.case, outcome);
  return {
    of: (campaign) => new Map(of(campaign)),
    note: async (campaign, outcome) => {
      of(campaign).set(outcome.case, outcome);
      await appendFile(path, `${JSON.stringify({ campaign, outcome })}\n`);
    },
  };
}

/** A last line that was cut off is left out, and its case done again. Pure. */
export function readProgress(
  path: string,
  text: string,
): { head: RunIdentity | undefined; lines: { campaign: string; outcome: Outcome }[] } {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const [first, ...rest] = whole.split('\n').filter((line) => line !== '');
  if (first === undefined) return { head: undefined, lines: [] };
  try {
    const lines = rest.map((line) => {
      const { campaign, outcome } = lineSchema.parse(JSON.parse(line));
      const { recoveryS, lost, counts, detail, ...always } = outcome;
      return {
        campaign,
        outcome: {
          ...always,
          ...(recoveryS === undefined ? {} : { recoveryS }),
          ...(lost === undefined ? {} : { lost }),
          ...(counts === undefined ? {} : { counts }),
          ...(detail === undefined ? {} : { detail }),
        },
      };
    });
    return { head: headSchema.parse(JSON.parse(first)), lines };
  } catch (cause) {
    throw new TowlineError(
      'invalid',
      `${path} is no file of this benchmark's: name another folder in TOWLINE_BENCH_DIR`,
      {
        cause,
      },
    );
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): string {
  if (error.code !== 'ENOENT') throw error;
  return '';
}
