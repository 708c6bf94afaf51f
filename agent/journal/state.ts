import * as z from 'zod';
import { TowlineError } from '../../shared/errors.ts';

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits');

const bundleRef = z.strictObject({
  /** `bundle_digest`, hexadecimal; also the name of the bundle's folder. */
  digest,
  epoch: z.int().min(0),
  release: z.int().min(0),
});

const phase = z.discriminatedUnion('state', [
  /** No bundle runs. */
  z.strictObject({ state: z.literal('idle') }),
  /** A bundle is being put in place of `previous`; found at start: it has to be taken back. */
  z.strictObject({ state: z.literal('trying'), bundle: bundleRef, previous: bundleRef.optional() }),
  /** A bundle runs and has proved itself. */
  z.strictObject({ state: z.literal('confirmed'), bundle: bundleRef }),
]);

export const journalSchema = z.strictObject({
  version: z.literal(1),
  /** Network of the enrollment that it belongs to; absent in the first journals. */
  networkId: z.string().optional(),
  phase,
  /** Highest manifest that was ever accepted; kept apart, since it never goes back. */
  highestSeen: z.strictObject({ epoch: z.int(), release: z.int(), manifestDigest: digest }).optional(),
  /** What became of the bundle that was tried or refused last. */
  lastApply: z
    .strictObject({
      release: z.int(),
      outcome: z.enum(['applying', 'confirmed', 'refused', 'rolledBack']),
      reason: z.string(),
    })
    .optional(),
  /** How often the bundle that failed last did; attempts that failed for want of the controller do not count. */
  failures: z.strictObject({ digest, count: z.int() }).optional(),
});

/** What must outlive a crash: journal.json. */
export type Journal = z.infer<typeof journalSchema>;
export type BundleRef = z.infer<typeof bundleRef>;

export const emptyJournal: Journal = { version: 1, phase: { state: 'idle' } };

/** What happens to a journal. */
export type JournalEvent =
  | {
      readonly kind: 'seen';
      readonly epoch: number;
      readonly release: number;
      readonly manifestDigest: string;
    }
  /** The bundle that runs is also the one of a later release. */
  | { readonly kind: 'renewed'; readonly bundle: BundleRef }
  | { readonly kind: 'refused'; readonly release: number; readonly reason: string }
  /** A release could not be tried for a reason that may pass; it is tried again. */
  | { readonly kind: 'delayed'; readonly release: number; readonly reason: string }
  | { readonly kind: 'try'; readonly bundle: BundleRef }
  | { readonly kind: 'confirm' }
  | { readonly kind: 'rollBack'; readonly reason: string; readonly counts: boolean }
  /** Taking the bundle back failed; it is tried again, and after a restart too. */
  | { readonly kind: 'rollBackFailed'; readonly reason: string }
  /** The bundle that ran cannot be read any more. */
  | { readonly kind: 'lost'; readonly reason: string };

/** The journal after an event. Throws `conflict` for an event that its state does not allow. Pure. */
export function transition(journal: Journal, event: JournalEvent): Journal {
  const { phase } = journal;
  switch (event.kind) {
    case 'seen': {
      const { epoch, release, manifestDigest } = event;
      return { ...journal, highestSeen: { epoch, release, manifestDigest } };
    }
    case 'renewed':
      if (phase.state !== 'confirmed' || phase.bundle.digest !== event.bundle.digest)
        throw impossible(phase.state, event);
      return {
        ...journal,
        phase: { state: 'confirmed', bundle: event.bundle },
        lastApply: { release: event.bundle.release, outcome: 'confirmed', reason: '' },
      };
    case 'refused':
      if (phase.state === 'trying') throw impossible(phase.state, event);
      return { ...journal, lastApply: { release: event.release, outcome: 'refused', reason: event.reason } };
    case 'delayed':
      if (phase.state === 'trying') throw impossible(phase.state, event);
      return { ...journal, lastApply: { release: event.release, outcome: 'applying', reason: event.reason } };
    case 'try':
      if (phase.state === 'trying') throw impossible(phase.state, event);
      return {
        ...journal,
        phase: {
          state: 'trying',
          bundle: event.bundle,
          ...(phase.state === 'confirmed' ? { previous: phase.bundle } : {}),
        },
        lastApply: { release: event.bundle.release, outcome: 'applying', reason: '' },
      };
    case 'confirm': {
      if (phase.state !== 'trying') throw impossible(phase.state, event);
      const { failures: _failures, ...rest } = journal;
      return {
        ...rest,
        phase: { state: 'confirmed', bundle: phase.bundle },
        lastApply: { release: phase.bundle.release, outcome: 'confirmed', reason: '' },
      };
    }
    case 'rollBack': {
      if (phase.state !== 'trying') throw impossible(phase.state, event);
      const { digest } = phase.bundle;
      const before = journal.failures?.digest === digest ? journal.failures.count : 0;
      return {
        ...journal,
        phase:
          phase.previous === undefined ? { state: 'idle' } : { state: 'confirmed', bundle: phase.previous },
        lastApply: { release: phase.bundle.release, outcome: 'rolledBack', reason: event.reason },
        failures: { digest, count: before + (event.counts ? 1 : 0) },
      };
    }
    case 'rollBackFailed':
      if (phase.state !== 'trying') throw impossible(phase.state, event);
      return {
        ...journal,
        lastApply: { release: phase.bundle.release, outcome: 'applying', reason: event.reason },
      };
    case 'lost':
      if (phase.state !== 'confirmed') throw impossible(phase.state, event);
      return {
        ...journal,
        phase: { state: 'idle' },
        lastApply: { release: phase.bundle.release, outcome: 'rolledBack', reason: event.reason },
      };
  }
}

function impossible(state: string, event: JournalEvent): TowlineError {
  return new TowlineError('conflict', `the journal is ${state}, which does not allow '${event.kind}'`);
}
