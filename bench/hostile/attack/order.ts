import { z } from 'zod';

/** What an attack is told on its command line, as JSON. */
export const orderSchema = z.strictObject({
  kind: z.enum(['connections', 'messages', 'tokens']),
  host: z.string(),
  port: z.int(),
  /** Addresses of this machine to come from, in turn. */
  sources: z.array(z.string()).min(1),
  /** How many connections or messages, and how many of them a second. */
  count: z.int().min(1),
  perSecond: z.number().positive(),
  /** The join string with a token, where that is what they come with. */
  join: z.string().optional(),
  /** Planted: the first message is a good one. */
  beginsWell: z.boolean().optional(),
  /** Of the pseudo-random numbers: the same one makes the same attack. */
  seed: z.int(),
});

export type Order = z.infer<typeof orderSchema>;

/** What an attack prints at its end. */
export const tallySchema = z.strictObject({
  /** How many were sent, by their shape. */
  sent: z.record(z.string(), z.int()),
  /**
   * How they ended: a gRPC status, `refused` (the connection was closed), `open` (nothing came), or what became of the
   * router.
   */
  ended: z.record(z.string(), z.int()),
});

export type Tally = z.infer<typeof tallySchema>;
