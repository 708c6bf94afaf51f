import { quote } from './found.ts';
import type { Problem } from './problems.ts';
import { isName, nameRule } from './scalars.ts';
import { nearest } from './suggest.ts';

/** What a TOML file of the inventory is for. */
export type Place =
  | { readonly kind: 'network' }
  | { readonly kind: 'site'; readonly site: string }
  | { readonly kind: 'node'; readonly site: string; readonly node: string }
  | { readonly kind: 'networkAllocation' }
  | { readonly kind: 'nodeAllocation'; readonly node: string }
  | { readonly kind: 'other' };

const level = /^sites\/([^/]+)\/(?:([^/]+)\/)?(site|node)\.toml$/;
const allocation = /^generated\/([a-z0-9-]+)\.toml$/;
const tops = ['network.toml', 'sites', 'generated', 'templates'];

/** Path of the file of a level. */
export function levelFile(site?: string, node?: string): string {
  if (site === undefined) return 'network.toml';
  return node === undefined ? `sites/${site}/site.toml` : `sites/${site}/${node}/node.toml`;
}

/** What a path is for, and what is wrong with it. */
export function placeOf(path: string): { readonly place: Place; readonly problems: readonly Problem[] } {
  const fine = (place: Place) => ({ place, problems: [] });
  const wrong = (...texts: string[]) => ({
    place: { kind: 'other' } as const,
    problems: texts.map((text) => ({ file: path, text })),
  });
  if (path === 'network.toml') return fine({ kind: 'network' });
  if (path === 'generated/_network.toml') return fine({ kind: 'networkAllocation' });
  const allocated = allocation.exec(path)?.[1];
  if (allocated !== undefined) return fine({ kind: 'nodeAllocation', node: allocated });
  if (!path.endsWith('.toml')) return fine({ kind: 'other' });
  if (!path.startsWith('sites/')) {
    const top = path.split('/')[0] ?? '';
    const meant = tops.includes(top) ? undefined : nearest(top.toLowerCase(), tops);
    return meant === undefined
      ? fine({ kind: 'other' })
      : wrong(`nothing reads ${quote(top)}, did you mean ${quote(meant)}?`);
  }
  const [, site, node, kind] = level.exec(path) ?? [];
  if (site === undefined || (kind === 'node') !== (node !== undefined)) {
    return wrong('not a place for a file, expected sites/<site>/site.toml or sites/<site>/<node>/node.toml');
  }
  const bad = (node === undefined ? [site] : [site, node]).filter((word) => !isName(word));
  if (bad.length > 0) {
    return wrong(...bad.map((word) => `${quote(word)} is no name, expected ${nameRule}`));
  }
  if (node === 'templates') return wrong('no node can be called "templates": that folder holds templates');
  return fine(node === undefined ? { kind: 'site', site } : { kind: 'node', site, node });
}
