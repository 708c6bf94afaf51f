import { isDeepStrictEqual } from 'node:util';
import type { NetworkFile } from '../inventory/schema.ts';

/** What the link calculation needs of a node. */
export interface LinkMember {
  readonly name: string;
  readonly site: string;
  readonly values: { readonly groups: readonly string[] };
}

/** An unordered pair of nodes, `a` before `b`. */
export interface Link {
  readonly a: string;
  readonly b: string;
  /** iBGP between the nodes of one site, eBGP otherwise. */
  readonly kind: 'ebgp' | 'ibgp';
  /** The end that is a spoke where the link exists only because of hub groups. */
  readonly spoke?: string;
}

/** Key of the unordered pair. */
export function linkKey(a: string, b: string): string {
  return a < b ? `${a}--${b}` : `${b}--${a}`;
}

/**
 * The links of a network, sorted: the nodes of a site among themselves, all pairs of a mesh group, and hubs
 * with everybody in a hub group. A pair that shares several groups has one link.
 */
export function linksOf(members: readonly LinkMember[], groups: NonNullable<NetworkFile['group']>): Link[] {
  const links = new Map<string, Link>();
  const site = new Map(members.map((member) => [member.name, member.site]));
  const join = (a: string, b: string, spoke: string | undefined) => {
    const key = linkKey(a, b);
    const before = links.get(key);
    const [first, second] = a < b ? [a, b] : [b, a];
    const kind = site.get(a) === site.get(b) ? 'ibgp' : 'ebgp';
    // A mesh group that shares the pair lifts a spoke's restriction.
    const restricted =
      spoke !== undefined && kind === 'ebgp' && (before === undefined || before.spoke === spoke);
    links.set(key, { a: first, b: second, kind, ...(restricted ? { spoke } : {}) });
  };

  for (const names of grouped(members, (member) => [member.site]).values()) {
    forPairs(names, (a, b) => join(a, b, undefined));
  }
  for (const [group, names] of grouped(members, (member) => member.values.groups)) {
    const definition = groups[group];
    if (definition?.topology !== 'hub') {
      forPairs(names, (a, b) => join(a, b, undefined));
      continue;
    }
    const hubs = new Set(definition.hubs ?? []);
    forPairs(names, (a, b) => {
      if (hubs.has(a) && hubs.has(b)) join(a, b, undefined);
      else if (hubs.has(a)) join(a, b, b);
      else if (hubs.has(b)) join(a, b, a);
    });
  }
  return [...links].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, link]) => link);
}

/** Links that are kept as long as no node changes its site or groups, and no group what it is. */
export function createLinkReader(): typeof linksOf {
  let kept: { members: readonly LinkMember[]; groups: object; links: Link[] } | undefined;
  return (members, groups) => {
    const isSame =
      kept !== undefined &&
      kept.members.length === members.length &&
      kept.members.every((before, index) => isSameMember(before, members[index])) &&
      isDeepStrictEqual(kept.groups, groups);
    const links = isSame && kept !== undefined ? kept.links : linksOf(members, groups);
    kept = { members, groups, links };
    return links;
  };
}

function isSameMember(before: LinkMember, now: LinkMember | undefined): boolean {
  if (before === now) return true;
  return (
    before.name === now?.name &&
    before.site === now.site &&
    isDeepStrictEqual(before.values.groups, now.values.groups)
  );
}

function grouped(
  members: readonly LinkMember[],
  keys: (member: LinkMember) => readonly string[],
): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const member of members) {
    for (const key of new Set(keys(member))) {
      const names = found.get(key) ?? [];
      names.push(member.name);
      found.set(key, names);
    }
  }
  return found;
}

function forPairs(names: readonly string[], visit: (a: string, b: string) => void): void {
  for (const [index, a] of names.entries()) for (const b of names.slice(index + 1)) visit(a, b);
}
