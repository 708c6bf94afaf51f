import { InventoryError, type Problem } from './problems.ts';
import { isName, nameRule } from './scalars.ts';
import {
  knownKeys,
  type Level,
  levelSchemas,
  type NetworkFile,
  type NodeFile,
  type SiteFile,
} from './schema.ts';
import type { SourceTree } from './source.ts';
import { didYouMean } from './suggest.ts';
import { lineOf, parseToml } from './toml.ts';

/** The inventory's own statements, each file checked by itself. */
export interface Inventory {
  readonly network: NetworkFile;
  /** Site name to its file and nodes, sorted by name. */
  readonly sites: ReadonlyMap<
    string,
    { readonly file: SiteFile; readonly nodes: ReadonlyMap<string, NodeFile> }
  >;
}

const sitePath = /^sites\/([^/]+)\/(?:([^/]+)\/)?(site|node)\.toml$/;

/** Path of the file of a level. */
export function levelFile(site?: string, node?: string): string {
  if (site === undefined) return 'network.toml';
  return node === undefined ? `sites/${site}/site.toml` : `sites/${site}/${node}/node.toml`;
}

/** Reads all files of the hierarchy. Throws InventoryError with everything that is wrong in any of them. */
export function readInventory(tree: SourceTree): Inventory {
  const problems: Problem[] = [];
  const read = <L extends Level>(level: L, file: string): Partial<NetworkFile & SiteFile & NodeFile> =>
    readLevel(level, file, tree.get(file) ?? '', problems);

  if (!tree.has('network.toml'))
    problems.push({ file: 'network.toml', text: 'missing; towline init writes one' });
  const network = read('network', 'network.toml') as NetworkFile;
  const sites = new Map<string, { file: SiteFile; nodes: Map<string, NodeFile> }>();
  const owner = new Map<string, string>();

  for (const path of [...tree.keys()].sort()) {
    if (!path.startsWith('sites/') || !path.endsWith('.toml')) continue;
    const [, site, node, kind] = sitePath.exec(path) ?? [];
    if (site === undefined || (kind === 'node') !== (node !== undefined)) {
      problems.push({
        file: path,
        text: 'not a place for a file, expected sites/<site>/site.toml or sites/<site>/<node>/node.toml',
      });
      continue;
    }
    for (const word of node === undefined ? [site] : [site, node]) {
      if (!isName(word))
        problems.push({ file: path, text: `${JSON.stringify(word)} is no name, expected ${nameRule}` });
    }
    const entry = sites.get(site) ?? { file: {} as SiteFile, nodes: new Map<string, NodeFile>() };
    sites.set(site, entry);
    if (node === undefined) {
      entry.file = read('site', path) as SiteFile;
      continue;
    }
    const other = owner.get(node);
    if (other !== undefined)
      problems.push({
        file: path,
        text: `a node of this name is already at site ${other}; node names are unique in the network`,
      });
    owner.set(node, site);
    entry.nodes.set(node, read('node', path) as NodeFile);
  }
  if (problems.length > 0) throw new InventoryError(problems);
  return { network, sites: new Map([...sites].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function readLevel(level: Level, file: string, text: string, problems: Problem[]): object {
  const parsed = parseToml(file, text);
  if ('problem' in parsed) {
    problems.push(parsed.problem);
    return {};
  }
  const result = levelSchemas[level].safeParse(parsed.table);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
    for (const key of unknown) {
      const path = key === undefined ? issue.path : [...issue.path, key];
      problems.push({
        file,
        line: lineOf(text, path),
        key: path.map(String).join('.'),
        text: key === undefined ? issueText(issue) : unknownKey(level, issue.path, key),
      });
    }
  }
  return {};
}

function unknownKey(level: Level, path: readonly PropertyKey[], key: string): string {
  const elsewhere = (['network', 'site', 'node'] as const).find((other) =>
    knownKeys(other, path).includes(key),
  );
  if (elsewhere !== undefined) return `this key belongs into ${elsewhere}.toml`;
  return `unknown key${didYouMean(key, knownKeys(level, path)) || '; keys of your own go under vars'}`;
}

function issueText(issue: { code?: string | undefined; message: string; input?: unknown }): string {
  // zod's own texts begin with a capital and say what was expected and received.
  return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
}
