/** What happens to a file: a new text, bytes that are no text, a change of what is there, or its removal. */
export type Change = string | Buffer | ((before: string) => string) | undefined;

/** An inventory with one fault. */
export interface BrokenInventory {
  readonly name: string;
  /** Over the base inventory. */
  readonly files: Readonly<Record<string, Change>>;
  /** The whole text of the error: `file:line: key: text`. */
  readonly error: string;
}

/** A network in order: three sites, one of them with two nodes. Node numbers are given away in this order. */
export const baseNodes = { bonn: 'bonn', kiel: 'kiel', 'ulm-a': 'ulm', 'ulm-b': 'ulm' } as const;

/** The unique local /48 of the network, without its length. */
export const ula = 'fd12:3456:789a';

export const baseFiles: Readonly<Record<string, string>> = {
  'network.toml': '# the example of the broken inventories\nname = "example"\n',
  'sites/bonn/site.toml': 'lan = ["10.1.0.0/24", "fd00:1::/64"]\n',
  'sites/bonn/bonn/node.toml': 'endpoint = "bonn.example.net"\n',
  'sites/kiel/site.toml': 'lan = ["10.2.0.0/24"]\n',
  'sites/kiel/kiel/node.toml': '',
  'sites/ulm/site.toml': 'lan = ["10.3.0.0/16"]\n',
  'sites/ulm/ulm-a/node.toml': '',
  'sites/ulm/ulm-b/node.toml': '',
};

/** The bytes of a file after a change; undefined if there is none. */
export function changed(before: string | undefined, change: Change): Buffer | undefined {
  if (change === undefined) return undefined;
  if (Buffer.isBuffer(change)) return change;
  return Buffer.from(typeof change === 'string' ? change : change(before ?? ''));
}
