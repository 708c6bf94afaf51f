import type { NodeChange } from '../../shared/gen/towline/v1/NodeChange.ts';

/** Where a long call tells how far it is and what it found, so that it need not hold all of it. */
export interface ReleaseSink {
  /** @param total 0 if it is not known */
  progress(step: string, done: number, total: number): void;
  /** Resolves when there is room for the next. */
  change(change: NodeChange): Promise<void>;
}
