import * as z from 'zod';
import { stateObject } from '../config/state-object.ts';

export const digest = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits');

export const bundleRef = stateObject({
  /** `bundle_digest`, hexadecimal; also the name of the bundle's folder. */
  digest,
  epoch: z.int().min(0),
  release: z.int().min(0),
});

/** A state in which a bundle is on its way. */
const underWay = <const State extends string>(state: State) =>
  stateObject({ state: z.literal(state), bundle: bundleRef });

/**
 * Where the node is between two bundles. Each is on the disk before the first effect of that state; docs/apply.md
 * has what a crash in each leaves behind.
 */
const phase = z.discriminatedUnion('state', [
  /** Nothing is under way, and no bundle runs. */
  stateObject({ state: z.literal('idle') }),
  /** Files are written to a folder of their own. */
  underWay('staging'),
  /** BIRD and the custom services are asked about the files. */
  underWay('checking'),
  /** `current` and the running state are brought to the bundle. */
  underWay('switching'),
  /** The bundle runs and has to prove itself. */
  underWay('proving'),
  /** Files and running state are brought back. */
  stateObject({
    state: z.literal('rollingBack'),
    bundle: bundleRef,
    /** Where it failed; `confirmed`: it had proved itself, and an operator wants the one before. */
    failedIn: z.enum(['switching', 'proving', 'confirmed']),
    step: z.string().optional(),
    reason: z.string(),
    /** Whether nothing but the controller's confirmation was missing. */
    unconfirmed: z.boolean(),
    /** An operator asked for it: the bundle goes into quarantine at once. */
    operator: z.literal(true).optional(),
  }),
  /** Nothing is under way; the bundle that runs has proved itself. */
  stateObject({ state: z.literal('confirmed') }),
  /** Nothing is under way; this bundle failed too often or an operator left it: only a newer release is tried. */
  underWay('quarantined'),
]);

export const lastApply = stateObject({
  release: z.int(),
  outcome: z.enum(['applying', 'confirmed', 'refused', 'rolledBack']),
  reason: z.string(),
  /** Where it failed. */
  state: z.string().optional(),
  step: z.string().optional(),
});

export const seen = stateObject({ epoch: z.int(), release: z.int(), manifestDigest: digest });

export const failures = stateObject({
  digest,
  count: z.int(),
  /** `retry` of the desired release when it failed last; absent is 0. */
  retry: z.int().min(0).optional(),
  /** An operator left it: no bundle that was seen by then comes by itself, whatever its digest. */
  operator: z.literal(true).optional(),
  /** What had been seen when it failed last: a release above is a newer one, also when it has been seen itself since. */
  seen: stateObject({ epoch: z.int(), release: z.int() }).optional(),
});

export const journalSchema = stateObject({
  version: z.literal(2),
  /** Network of the enrollment that it belongs to; absent in the first journals. */
  networkId: z.string().optional(),
  phase,
  /** The bundle that was confirmed last: what a node runs at rest, and goes back to. */
  running: bundleRef.optional(),
  /** The bundle that was confirmed before that; its files are kept. */
  before: bundleRef.optional(),
  /** Highest manifest that was ever accepted; kept apart, since it never goes back. */
  highestSeen: seen.optional(),
  /** What became of the bundle that was tried or refused last. */
  lastApply: lastApply.optional(),
  /** How often the bundle that failed last did; attempts that failed for want of the controller do not count. */
  failures: failures.optional(),
  /** `retry` of the desired release of the bundle that was staged last; absent is 0. */
  retry: z.int().min(0).optional(),
})
  .refine(({ phase: { state }, running }) => state !== 'confirmed' || running !== undefined, {
    message: 'a journal that is confirmed names the bundle that runs',
  })
  .refine(({ phase: { state }, running }) => state !== 'idle' || running === undefined, {
    message: 'a journal that is idle names no bundle that runs',
  });

/** What must outlive a crash: journal.json. */
export type Journal = z.infer<typeof journalSchema>;
export type BundleRef = z.infer<typeof bundleRef>;
export type Phase = Journal['phase'];
export type RollingBack = Extract<Phase, { state: 'rollingBack' }>;

export const emptyJournal: Journal = { version: 2, phase: { state: 'idle' } };
