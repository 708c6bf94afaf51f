import { Histogram, Registry } from 'prom-client';
import { applyOutcomes } from './journal.ts';

/** The agent's own registry, with what is counted as it happens. */
export interface Timings {
  readonly registry: Registry;
  /** Applying a bundle ended after so many seconds. */
  applied(outcome: (typeof applyOutcomes)[number], tookS: number): void;
  /** A link works again after so many seconds. */
  repaired(tookS: number): void;
}

export function createTimings(): Timings {
  const registry = new Registry();
  const registers = [registry];
  const applied = new Histogram({
    name: 'towline_apply_duration_seconds',
    help: 'Time from staging a bundle to its end, by outcome.',
    labelNames: ['outcome'],
    buckets: [0.5, 1, 2, 5, 10, 20, 60, 120, 300],
    registers,
  });
  for (const outcome of applyOutcomes) applied.zero({ outcome: words[outcome] });
  const repaired = new Histogram({
    name: 'towline_tracker_repair_duration_seconds',
    help: 'Time from the silence of a link until something arrives again.',
    buckets: [0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 3600],
    registers,
  });
  return {
    registry,
    applied: (outcome, tookS) => applied.observe({ outcome: words[outcome] }, tookS),
    repaired: (tookS) => repaired.observe(tookS),
  };
}

const words = { confirmed: 'confirmed', refused: 'refused', rolledBack: 'rolled_back' } as const;
