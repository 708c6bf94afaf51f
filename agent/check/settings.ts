import { isIPv4, isIPv6 } from 'node:net';
import { parse } from 'smol-toml';
import * as z from 'zod';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { type Gate, gateForms, parseGate } from '../../shared/gates.ts';
import { describeIssues } from '../config/issues.ts';

const gate = z.string().transform((text, context): Gate => {
  const parsed = parseGate(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom', message: `expected ${gateForms}, found ${JSON.stringify(text)}` });
  return z.NEVER;
});

const tracker = z.strictObject({
  backoff_min_ms: z.int().min(100).max(60_000),
  backoff_max_ms: z.int().min(1000).max(3_600_000),
  /** Which family of a peer is tried first; `any` is the one that worked last. */
  family: z.enum(['any', 'ipv4', 'ipv6']),
});

const settingsSchema = z.strictObject({
  /** Name of this node. */
  node: z.string().min(1),
  loopback_v4: z.string().refine((text) => isIPv4(text), 'expected an IPv4 address'),
  loopback_v6: z.string().refine((text) => isIPv6(text), 'expected an IPv6 address'),
  /** Whether TCP's segment size is lowered to what fits the links. */
  mss_clamp: z.boolean().default(true),
  /** What this node announces of its own, loopbacks and LANs; it says so, and nothing depends on it here. */
  prefixes: z.array(z.string()).default([]),
  /** What has to be so before a bundle is kept, besides what always has. */
  confirm_require: z.array(gate).default([]),
  /** What becomes of differences between the node and its confirmed bundle. */
  drift: z.enum(['report', 'repair']).default('report'),
  /** Limits of the tracker; absent in bundles of older controllers. */
  tracker: tracker.optional(),
  /** Whether the paths to the peers are measured, and links get the MTU that fits; absent where it is off. */
  path_mtu: z.enum(['report', 'set']).optional(),
  links: z
    .array(
      z.strictObject({
        /** Name of the node at the other end. */
        peer: z.string().min(1),
        interface: z.string().regex(/^tl-[A-Za-z0-9._-]{1,12}$/, 'expected tl- and at most 12 bytes'),
        /** Name of the BGP protocol in BIRD. */
        session: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'expected a name of BIRD'),
        /** The longer of both ends'. */
        bfd_interval_ms: z.int().min(1).max(60_000).optional(),
        /** Its own limits of the tracker; absent where they are the node's. */
        tracker: tracker.optional(),
      }),
    )
    .default([]),
});

/** `agent/settings.toml` of a bundle. */
export type Settings = z.infer<typeof settingsSchema>;

/** Throws `invalid`. */
export function parseSettings(text: string): Settings {
  let table: unknown;
  try {
    table = parse(text);
  } catch (cause) {
    throw new TowlineError('invalid', `agent/settings.toml: ${messageOf(cause)}`, { cause });
  }
  const result = settingsSchema.safeParse(table);
  if (result.success) return result.data;
  throw new TowlineError('invalid', describeIssues('agent/settings.toml', result.error));
}
