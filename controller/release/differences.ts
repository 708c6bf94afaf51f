import { TowlineError } from '../../shared/errors.ts';
import type { CompilableNode, Compilation } from '../compile.ts';
import { InventoryError } from '../inventory/problems.ts';
import { createTemplateFaults } from '../render/faults.ts';
import type { Renderer, RenderJob } from '../render/renderer.ts';
import type { BundleHead } from '../store/bundles.ts';
import type { KnownNode } from '../store/nodes.ts';
import { type AssembledBundle, assembleBundle } from './assemble.ts';

/** A node whose bundle is not the one of the newest release. */
export type Difference =
  | {
      readonly kind: 'added' | 'changed';
      readonly bundle: AssembledBundle;
      /** Public key of the router, to seal secrets to. */
      readonly sealingKey: Buffer;
      readonly before?: BundleHead;
    }
  | { readonly kind: 'removed'; readonly before: BundleHead };

/** Digests of bundles by what their nodes' files depend on: what is in here need not be rendered to be compared. */
export type DigestMemory = WeakMap<object, Buffer>;

export interface Comparison {
  readonly compilation: Compilation;
  /** The bundles of the newest release. */
  readonly newest: readonly BundleHead[];
  readonly nodes: readonly KnownNode[];
  readonly renderer: Renderer;
  readonly digests: DigestMemory;
  /** Told after each node that was rendered. */
  readonly onRendered: (done: number, total: number) => void;
}

/**
 * Compares a compilation with the newest release: the nodes that differ, one after another and sorted by name. Only
 * what may differ is rendered, and nothing is kept. A router that took another's place needs a manifest sealed to
 * its own key, so a new sealing key counts as a change.
 *
 * Throws InventoryError with all that is wrong with templates, at the end; `failed`.
 */
export async function* findDifferences(comparison: Comparison): AsyncGenerator<Difference> {
  const { compilation, newest, nodes, renderer, digests, onRendered } = comparison;
  const sealingKeys = new Map(nodes.map((node) => [node.nodeId, node.sealingKey]));
  const heads = new Map(newest.map((head) => [head.nodeId, head]));
  const sealingKeyOf = ({ model }: CompilableNode) => {
    const key = sealingKeys.get(model.id);
    if (key === undefined) throw new TowlineError('failed', `node ${model.name} has no keys`);
    return key;
  };
  const isAsBefore = (node: CompilableNode, digest: Buffer | undefined) => {
    const { model } = node;
    const head = heads.get(model.id);
    if (digest === undefined || head === undefined || head.digest?.equals(digest) !== true) return false;
    return head.sealingKey?.equals(sealingKeyOf(node)) === true && head.nodeName === model.name;
  };

  const present = new Set(compilation.nodes.map(({ model }) => model.id));
  const removed = [...newest.filter((head) => head.digest !== null), ...neverReleased(nodes, heads)]
    .filter((head) => !present.has(head.nodeId))
    .sort((a, b) => (a.nodeName < b.nodeName ? -1 : 1));
  const open = compilation.nodes.filter((node) => !isAsBefore(node, digests.get(node.input)));
  const problems = await renderer.check(compilation.templates);
  if (problems.length > 0) throw new InventoryError(problems);

  const faults = createTemplateFaults();
  let done = 0;
  for await (const rendered of renderer.render(compilation.templates, jobsOf(compilation, open))) {
    const node = open[done++];
    onRendered(done, open.length);
    if (node === undefined) continue;
    faults.add(rendered);
    if (faults.found) continue;
    const bundle = assembleBundle(compilation.join(node, rendered));
    digests.set(node.input, bundle.outline.digest);
    if (isAsBefore(node, bundle.outline.digest)) continue;
    while (removed[0] !== undefined && removed[0].nodeName < node.model.name) yield removal(removed.shift());
    const before = heads.get(node.model.id);
    const sealingKey = sealingKeyOf(node);
    if (before?.digest == null) yield { kind: 'added', bundle, sealingKey };
    else yield { kind: 'changed', bundle, sealingKey, before };
  }
  faults.throwIfAny();
  while (removed.length > 0) yield removal(removed.shift());
}

/** Routers that were approved and never got a bundle: a release has to say that they are gone, or nobody does. */
function neverReleased(nodes: readonly KnownNode[], heads: ReadonlyMap<number, BundleHead>): BundleHead[] {
  return nodes
    .filter(({ nodeId, retired }) => retired === null && !heads.has(nodeId))
    .map(({ nodeId, name }) => ({ nodeId, nodeName: name, release: 0, digest: null, sealingKey: null }));
}

/** One after another, when there is room for it. */
function* jobsOf(compilation: Compilation, nodes: readonly CompilableNode[]): Generator<RenderJob> {
  for (const node of nodes) yield compilation.job(node);
}

function removal(before: BundleHead | undefined): Difference {
  if (before === undefined) throw new RangeError('no bundle is removed');
  return { kind: 'removed', before };
}
