import { TowlineError } from '../../shared/errors.ts';
import type { NodeChange } from '../../shared/gen/towline/v1/NodeChange.ts';
import type { Progress } from '../../shared/gen/towline/v1/Progress.ts';
import type { ProgressLine } from './progress.ts';

/** A message of a stream that ends with a summary. */
export interface StreamEvent<Summary> {
  readonly progress?: Progress | null;
  readonly change?: NodeChange | null;
  readonly summary?: Summary | null;
}

/** Takes a stream to its end and resolves to its summary. Throws `failed` for one that has none. */
export async function receive<Summary>(
  events: AsyncIterable<StreamEvent<Summary>>,
  progress: ProgressLine,
  onChange: (change: NodeChange) => void = () => undefined,
): Promise<Summary> {
  let summary: Summary | undefined;
  for await (const event of events) {
    if (event.progress) progress.update(event.progress.step, event.progress.done, event.progress.total);
    if (event.change) onChange(event.change);
    if (event.summary) summary = event.summary;
  }
  if (summary !== undefined) return summary;
  throw new TowlineError('failed', 'the controller ended the answer before its end: look at its log');
}
