import * as z from 'zod';
import { show } from './found.ts';
import { problemsOf } from './issues.ts';
import type { Checked } from './level.ts';
import { asn, name, whole } from './scalars.ts';
import { parseToml } from './toml.ts';

function matching(pattern: RegExp, what: string) {
  const error = ({ input }: { readonly input?: unknown }) => `${show(input)} is no ${what}`;
  return z.string({ error }).regex(pattern, { error });
}

const key = matching(/^[A-Za-z0-9+/]{43}=$/, 'key of 32 bytes in base64');
const address = matching(/^[0-9a-f.:]+$/, 'address');
const number = whole(1, 2 ** 31);

const networkSchema = z.strictObject({
  network_id: matching(/^[0-9a-f]{32}$/, 'network id of 32 hexadecimal digits'),
  ula: matching(/^fd[0-9a-f]{2}:[0-9a-f]{1,4}:[0-9a-f]{1,4}$/, 'unique local /48 such as fd12:3456:789a'),
  next_id: number,
  asn: z.record(name, asn).default({}),
});

const nodeSchema = z.strictObject({
  id: number,
  loopback_v4: address,
  loopback_v6: address,
  management_address: address,
  port_base: whole(1, 65_535),
  ports: z.record(name, whole(1, 65_535)).default({}),
  public_keys: z.strictObject({ identity: key, management: key, link: key, sealing: key }).optional(),
});

/** generated/_network.toml: the network's identity and what is given away for good. */
export type NetworkAllocation = z.output<typeof networkSchema>;
/** generated/<node>.toml: what one node was given. */
export type NodeAllocation = z.output<typeof nodeSchema>;

export const networkAllocationFile = 'generated/_network.toml';

export function nodeAllocationFile(node: string): string {
  return `generated/${node}.toml`;
}

/** The node that a path of `generated/` is about, if it is one. */
export function nodeOfAllocation(path: string): string | undefined {
  return /^generated\/([a-z0-9-]+)\.toml$/.exec(path)?.[1];
}

/** Parses and checks the text of generated/_network.toml. */
export function checkNetworkAllocation(file: string, text: string): Checked<NetworkAllocation> {
  return check(networkSchema, file, text);
}

/** Parses and checks the text of generated/<node>.toml. */
export function checkNodeAllocation(file: string, text: string): Checked<NodeAllocation> {
  return check(nodeSchema, file, text);
}

const wayOut = "this file is the controller's own, take it back with git";

function check<T>(schema: z.ZodType<T>, file: string, text: string): Checked<T> {
  const parsed = parseToml(file, text);
  if ('problem' in parsed) {
    return { problems: [{ ...parsed.problem, text: `${parsed.problem.text}; ${wayOut}` }] };
  }
  const result = schema.safeParse(parsed.table);
  if (result.success) return { value: result.data };
  const problems = problemsOf(file, text, result.error.issues, () => 'unknown key');
  return { problems: problems.map((problem) => ({ ...problem, text: `${words(problem.text)}; ${wayOut}` })) };
}

/** What the checks say of a key that is not there, and zod of tables. */
function words(text: string): string {
  if (text.startsWith('undefined is')) return 'missing';
  return text.startsWith('Invalid input') ? 'expected a table' : text;
}
