import type { SecretReference } from '../shared/gen/towline/v1/SecretReference.ts';
import { allocate, generatedFiles, type NodeKeys } from './allocate/allocate.ts';
import type { SourceTree } from './inventory/source.ts';
import { buildNetwork, groupBySite } from './model/build.ts';
import type { NetworkModel } from './model/network.ts';
import { readShippedTemplates, templateTree } from './render/loader.ts';
import { createRenderer, type RenderedFile } from './render/render.ts';
import { nodeView } from './view/view.ts';

export type { NodeKeys } from './allocate/allocate.ts';
export type { RenderedFile } from './render/render.ts';

export interface CompileInput {
  readonly tree: SourceTree;
  /** Public keys of the enrolled nodes, by node name. */
  readonly keys: ReadonlyMap<string, NodeKeys>;
  /** Current version of a pre-shared key, by name. */
  readonly pskVersion: (name: string) => number;
}

/** One node's bundle before it is signed. */
export interface CompiledNode {
  readonly name: string;
  readonly nodeId: number;
  readonly files: readonly RenderedFile[];
  readonly secrets: readonly SecretReference[];
  readonly confirmWindowS: number;
}

export interface Compilation {
  readonly network: NetworkModel;
  /** The files of `generated/`: path to text. */
  readonly generated: ReadonlyMap<string, string>;
  /** Enrolled nodes only, sorted by name. */
  readonly nodes: readonly CompiledNode[];
  readonly warnings: readonly string[];
}

const shipped = readShippedTemplates();

/**
 * The whole way from the inventory's text to the files of every node: read, allocate, model, view, render.
 * It has no clock, no randomness and no I/O: the same input gives the same bytes. Throws InventoryError.
 */
export function compile(input: CompileInput): Compilation {
  const allocated = allocate(input.tree, input.keys);
  const { network, warnings } = buildNetwork(input.tree, allocated);
  const render = createRenderer(templateTree(shipped, input.tree));
  const around = {
    network,
    byName: new Map(network.nodes.map((node) => [node.name, node])),
    bySite: groupBySite(network.nodes),
    linkKeys: new Map([...input.keys].map(([name, keys]) => [name, keys.link.toString('base64')])),
    pskVersion: input.pskVersion,
  };
  const nodes = network.nodes
    .filter((node) => node.enrolled)
    .map((node): CompiledNode => {
      const view = nodeView(node, around);
      return {
        name: node.name,
        nodeId: node.id,
        files: render(node, view),
        secrets: view.secrets,
        confirmWindowS: node.values.confirm.window_s,
      };
    });
  return { network, generated: generatedFiles(allocated), nodes, warnings };
}
