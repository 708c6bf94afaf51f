import { messageOf } from '../../../shared/errors.ts';
import type { Campaign, Outcome, Workbench } from '../campaign.ts';
import type { Progress } from './progress.ts';

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly plant: string | undefined;
  readonly say: (line: string) => void;
}

/** So often cases are given to another lab before they count as not judged. */
const mostLabs = 3;

/**
 * Runs the cases that have no outcome yet, in several labs side by side, and notes each outcome as it comes.
 * Resolves to the outcomes of all. Throws where a lab cannot be built, and when the signal is aborted.
 */
export async function runCampaign(
  campaign: Campaign,
  cases: readonly string[],
  progress: Progress,
  { signal, plant, say }: RunOptions,
): Promise<Outcome[]> {
  const done = progress.of(campaign.name);
  const open = cases.filter((id) => !done.has(id));
  if (done.size > 0)
    say(`${campaign.name}: ${cases.length - open.length} of ${cases.length} cases were done before`);
  const tries = new Map<string, number>();
  const note = async (outcome: Outcome) => {
    done.set(outcome.case, outcome);
    await progress.note(campaign.name, outcome);
    if (!outcome.isGood)
      say(`${campaign.name}, ${outcome.case}: ${outcome.verdict}; ${outcome.detail ?? ''}`);
  };
  // Of a lab that does not work any more the cases go to the next one.
  const putBack = async (batch: readonly string[], error: unknown) => {
    say(`${campaign.name}: a lab is given up: ${messageOf(error)}`);
    for (const id of batch) {
      const count = (tries.get(id) ?? 0) + 1;
      tries.set(id, count);
      if (count < mostLabs) open.push(id);
      else await note({ case: id, verdict: 'not judged', isGood: false, detail: messageOf(error) });
    }
  };

  const worker = async (): Promise<void> => {
    let bench: Workbench | undefined;
    try {
      while (open.length > 0) {
        signal.throwIfAborted();
        bench ??= await campaign.open({ signal, plant });
        const batch = open.splice(0, bench.atOnce);
        try {
          for (const outcome of await bench.run(batch, signal)) await note(outcome);
          say(`${campaign.name}: ${cases.filter((id) => done.has(id)).length} of ${cases.length}`);
        } catch (error) {
          signal.throwIfAborted();
          await putBack(
            batch.filter((id) => !done.has(id)),
            error,
          );
          await bench.close();
          bench = undefined;
        }
      }
    } catch (error) {
      // The others end with what they are at.
      open.length = 0;
      throw error;
    } finally {
      await bench?.close();
    }
  };
  const ended = await Promise.allSettled(
    Array.from({ length: Math.min(campaign.labs, open.length) }, worker),
  );
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  return cases.flatMap((id) => done.get(id) ?? []);
}
