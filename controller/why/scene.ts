import { linkKey } from '../model/links.ts';
import type { EndFacts, Facts, Finding, LinkFacts, NodeFacts } from './facts.ts';
import { type TunnelState, tunnelState } from './tunnel-state.ts';

/**
 * What of a link may fail, each resting on the one before: packets through WireGuard, BFD, BGP. A cause of the first
 * explains all.
 */
const layers = ['tunnel', 'bfd', 'bgp'] as const;
export type Layer = (typeof layers)[number];

/** A finding, and which symptoms need no other cause. */
export interface Cause extends Finding {
  readonly explains?: readonly Explained[];
}

/** A layer of a link and what rests on it, or a line of drift of a node, or that a node is silent. */
export type Explained =
  | { readonly link: string; readonly layer: Layer }
  | { readonly node: string; readonly drift: RegExp }
  | { readonly node: string; readonly isSilent: true };

/** Looks at the scene and names causes. Pure. */
export type Rule = (scene: Scene) => readonly Cause[];

/** The facts, and what earlier rules have explained already. */
export interface Scene {
  readonly facts: Facts;
  /** The nodes that were asked for. */
  readonly subjects: readonly NodeFacts[];
  /** The same, and nodes at the other ends of links that do not work. */
  readonly concerned: readonly NodeFacts[];
  tunnelOf(link: LinkFacts): TunnelState;
  isExplained(link: LinkFacts, layer: Layer): boolean;
  isDriftExplained(node: string, line: string): boolean;
  isSilenceExplained(node: string): boolean;
  linksOf(node: string): LinkFacts[];
}

/** `a--b`. */
export function nameOf({ ends: [a, b] }: LinkFacts): string {
  return linkKey(a.node, b.node);
}

/** Both ends with the one opposite. */
export function bothWays({ ends: [a, b] }: LinkFacts): readonly (readonly [EndFacts, EndFacts])[] {
  return [
    [a, b],
    [b, a],
  ];
}

/** Every layer of a link from this one up. */
export function layersOf(link: LinkFacts, layer: Layer): Explained[] {
  return [{ link: nameOf(link), layer }];
}

export function sceneOf(facts: Facts, found: readonly Cause[]): Scene {
  const explained = found.flatMap(({ explains = [] }) => explains);
  const subjects = facts.subjects.flatMap((name) => facts.nodes.get(name) ?? []);
  const tunnels = new Map([...facts.links, ...facts.witnesses].map((link) => [link, tunnelState(link)]));
  const tunnelOf = (link: LinkFacts) => tunnels.get(link) ?? 'unknown';
  const isOf = ({ ends }: LinkFacts, node: string) => ends.some((end) => end.node === node);
  const linksOf = (node: string) => [...facts.links, ...facts.witnesses].filter((link) => isOf(link, node));
  const isWorking = (link: LinkFacts) =>
    tunnelOf(link) === 'works' && link.ends.every(({ seen }) => seen === undefined || isUp(seen));
  const others = [...facts.nodes.values()].filter(
    (node) =>
      !subjects.includes(node) && facts.links.some((link) => isOf(link, node.name) && !isWorking(link)),
  );
  return {
    facts,
    subjects,
    concerned: [...subjects, ...others],
    tunnelOf,
    linksOf,
    isExplained: (link, layer) =>
      explained.some(
        (one) =>
          'link' in one && one.link === nameOf(link) && layers.indexOf(one.layer) <= layers.indexOf(layer),
      ),
    isDriftExplained: (node, line) =>
      explained.some((one) => 'drift' in one && one.node === node && one.drift.test(line)),
    isSilenceExplained: (node) => explained.some((one) => 'isSilent' in one && one.node === node),
  };
}

/** Whether BFD and BGP of an end are as they should be. */
export function isUp({
  bgpState,
  bfdState,
}: {
  readonly bgpState: string;
  readonly bfdState: string;
}): boolean {
  return bgpState === 'Established' && (bfdState === 'Up' || bfdState === '');
}
