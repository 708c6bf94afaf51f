import * as z from 'zod';
import { bundleRef, failures, type Journal, lastApply, seen } from './schema.ts';

const phase = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('idle') }),
  z.strictObject({ state: z.literal('trying'), bundle: bundleRef, previous: bundleRef.optional() }),
  z.strictObject({ state: z.literal('confirmed'), bundle: bundleRef }),
]);

/** journal.json as the first agents wrote it. */
export const journalSchemaV1 = z.strictObject({
  version: z.literal(1),
  networkId: z.string().optional(),
  phase,
  highestSeen: seen.optional(),
  lastApply: lastApply.optional(),
  failures: failures.optional(),
});

/** The same journal in today's format: what was `trying` may have been switched to, and is taken back. Pure. */
export function fromVersion1({ phase: old, ...rest }: z.infer<typeof journalSchemaV1>): Journal {
  const running = old.state === 'trying' ? old.previous : old.state === 'confirmed' ? old.bundle : undefined;
  return {
    ...rest,
    version: 2,
    phase: old.state === 'trying' ? { state: 'switching', bundle: old.bundle } : { state: old.state },
    ...(running === undefined ? {} : { running }),
  };
}
