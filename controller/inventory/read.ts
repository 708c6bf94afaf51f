import { checkNetworkAllocation, checkNodeAllocation } from './generated.ts';
import { type Checked, checkLevel } from './level.ts';
import { type Place, placeOf } from './places.ts';
import { InventoryError, type Problem } from './problems.ts';
import type { Level, NetworkFile, NodeFile, SiteFile } from './schema.ts';
import type { SourceTree } from './source.ts';

export { levelFile } from './places.ts';

/** The inventory's own statements, each file checked by itself. */
export interface Inventory {
  readonly network: NetworkFile;
  /** Site name to its file and nodes, sorted by name. */
  readonly sites: ReadonlyMap<
    string,
    { readonly file: SiteFile; readonly nodes: ReadonlyMap<string, NodeFile> }
  >;
}

/** Reads all files of the hierarchy. Throws InventoryError with everything that is wrong in any of them. */
export type InventoryReader = (tree: SourceTree) => Inventory;

/** A file as it was read last: its text, what it is for, and what it says. */
interface Remembered {
  readonly text: string;
  readonly place: Place;
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

/**
 * A reader that remembers: a file whose text did not change since the last call is not parsed again, and its value
 * is the same object. Values are never to be changed.
 */
export function createInventoryReader(): InventoryReader {
  let memory = new Map<string, Remembered>();
  return (tree) => {
    const now = new Map<string, Remembered>();
    const fresh = new Map<string, unknown>();
    for (const [path, text] of tree) {
      if (!path.endsWith('.toml')) continue;
      const before = memory.get(path);
      now.set(path, before?.text === text ? before : readFile(path, text, fresh));
    }
    memory = now;
    return assemble(tree, now);
  };
}

/** Reads an inventory once. Throws InventoryError. */
export function readInventory(tree: SourceTree): Inventory {
  return createInventoryReader()(tree);
}

/** `fresh` has what this pass parsed, by kind and text: the files of many nodes say the same, mostly nothing. */
function readFile(path: string, text: string, fresh: Map<string, unknown>): Remembered {
  const { place, problems } = placeOf(path);
  if (!isLevel(place)) return { text, place, value: undefined, problems };
  const key = `${place.kind} ${text}`;
  const same = fresh.get(key);
  if (same !== undefined) return { text, place, value: same, problems };
  const checked = checkLevel(place.kind, path, text);
  if ('problems' in checked) return { text, place, value: {}, problems: checked.problems };
  fresh.set(key, checked.value);
  return { text, place, value: checked.value, problems };
}

function isLevel(place: Place): place is Extract<Place, { kind: Level }> {
  return place.kind === 'network' || place.kind === 'site' || place.kind === 'node';
}

/**
 * What is wrong in `generated/`, which allocation reads after the inventory: asked for where the inventory is broken,
 * so that everything is told at once.
 */
function allocationProblems(files: ReadonlyMap<string, Remembered>): Problem[] {
  return [...files].flatMap(([path, { place, text }]) => {
    const checked: Checked<unknown> | undefined =
      place.kind === 'networkAllocation'
        ? checkNetworkAllocation(path, text)
        : place.kind === 'nodeAllocation'
          ? checkNodeAllocation(path, text)
          : undefined;
    return checked !== undefined && 'problems' in checked ? checked.problems : [];
  });
}

function assemble(tree: SourceTree, files: ReadonlyMap<string, Remembered>): Inventory {
  const problems: Problem[] = [];
  const sites = new Map<string, { file: SiteFile; nodes: Map<string, NodeFile> }>();
  const siteNamed = (name: string) => {
    const site = sites.get(name) ?? { file: {}, nodes: new Map<string, NodeFile>() };
    sites.set(name, site);
    return site;
  };
  const owner = new Map<string, string>();

  if (!tree.has('network.toml'))
    problems.push({ file: 'network.toml', text: 'missing; towline init writes one' });
  for (const path of [...files.keys()].sort()) {
    const remembered = files.get(path);
    if (remembered === undefined) continue;
    const { place, value } = remembered;
    problems.push(...remembered.problems);
    if (place.kind === 'site') siteNamed(place.site).file = value as SiteFile;
    else if (place.kind === 'node') {
      const { site, node } = place;
      const other = owner.get(node);
      if (other !== undefined)
        problems.push({
          file: path,
          text: `a node of this name is already at site ${other}; node names are unique in the network`,
        });
      owner.set(node, site);
      siteNamed(site).nodes.set(node, value as NodeFile);
    }
  }
  if (problems.length > 0) throw new InventoryError([...problems, ...allocationProblems(files)]);
  return {
    network: files.get('network.toml')?.value as NetworkFile,
    sites: new Map([...sites].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
