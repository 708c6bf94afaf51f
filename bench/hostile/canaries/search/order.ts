import { z } from 'zod';

/** What a search is told on standard input, as JSON. */
export const searchSchema = z.strictObject({
  /** Forms in hexadecimal. */
  needles: z.array(z.strictObject({ name: z.string(), forms: z.array(z.string()) })),
  /** Files and folders, with all that is in them; folders named last are left out. */
  paths: z.array(z.string()),
  without: z.array(z.string()),
  /** Git repositories: every object of them, unpacked. */
  repositories: z.array(z.string()),
  /** The memory of every process of the machine. */
  processes: z.boolean(),
});

export type Search = z.infer<typeof searchSchema>;

/** What it prints. */
export const foundSchema = z.strictObject({
  found: z.array(z.strictObject({ name: z.string(), where: z.string() })),
  /** How much was looked at. */
  bytes: z.number(),
});

export type Found = z.infer<typeof foundSchema>;
