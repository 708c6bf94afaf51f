import { z } from 'zod';

/** What came of one answer of the name server. */
export const saidSchema = z.object({
  /** The kind of answer. */
  what: z.string(),
  ended: z.enum(['taken', 'refused', 'crashed']),
  /** What the agent says of it: addresses, its log, errors. */
  shown: z.array(z.string()),
});

export type Said = z.infer<typeof saidSchema>;
