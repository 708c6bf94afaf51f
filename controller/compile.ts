import type { SecretReference } from '../shared/gen/towline/v1/SecretReference.ts';
import { createAddressReader } from './allocate/addresses.ts';
import { allocate, type NodeKeys } from './allocate/allocate.ts';
import { type Allocations, createAllocationReader } from './allocate/generated.ts';
import { createInventoryReader, type Inventory } from './inventory/read.ts';
import type { SourceTree } from './inventory/source.ts';
import { buildNetwork } from './model/build.ts';
import { createNetworkCheck } from './model/checks/checks.ts';
import { createLinkReader } from './model/links.ts';
import type { NetworkModel, NodeModel } from './model/network.ts';
import { createModelReader } from './model/nodes.ts';
import { createEntryReader } from './model/values.ts';
import { createChooserReader, type TemplateChooser } from './render/choose.ts';
import { templateOddities } from './render/oddities.ts';
import type { RenderedFile, RenderedNode, RenderJob } from './render/renderer.ts';
import {
  createTemplateReader,
  readShippedTemplates,
  servicesOf,
  type TemplateTree,
} from './render/templates.ts';
import { createInputReader } from './view/inputs.ts';
import type { LinkTurns } from './view/link-turns.ts';
import { nodeView, surroundingsOf } from './view/view.ts';

export type { NodeKeys } from './allocate/allocate.ts';
export type { RenderedFile } from './render/renderer.ts';

export interface CompileInput {
  readonly tree: SourceTree;
  /** Public keys of the enrolled nodes, by node name. */
  readonly keys: ReadonlyMap<string, NodeKeys>;
  /** Current version of a pre-shared key, by name. */
  readonly pskVersion: (name: string) => number;
  /** Where a link has another key than its node's other links, or is drained; by default none is. */
  readonly turns?: LinkTurns;
}

/** An inventory understood: the model, and what it takes to render each node. */
export interface Compilation {
  readonly network: NetworkModel;
  /** The files of `generated/`: path to text. */
  readonly generated: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
  readonly templates: TemplateTree;
  /** Whether the inventory has templates beside the shipped ones. */
  readonly hasOwnTemplates: boolean;
  /** Enrolled nodes only, sorted by name. */
  readonly nodes: readonly CompilableNode[];
  /** What a renderer needs of a node. */
  job(node: CompilableNode): RenderJob;
  /** A node with its files. */
  join(node: CompilableNode, rendered: RenderedNode): CompiledNode;
}

/** A node that can be rendered. */
export interface CompilableNode {
  readonly model: NodeModel;
  /** The identical object as long as nothing changes that the node's files depend on. */
  readonly input: object;
}

/** One node's bundle before it is signed. */
export interface CompiledNode {
  readonly name: string;
  readonly nodeId: number;
  readonly files: readonly RenderedFile[];
  readonly secrets: readonly SecretReference[];
  readonly confirmWindowS: number;
  /** Names of the enrolled nodes that it has links to, sorted. */
  readonly peers: readonly string[];
}

/** Compiles again and again, and remembers what did not change in between. */
export interface Compiler {
  /** What the files say, each checked by itself. Throws InventoryError. */
  inventory(tree: SourceTree): Inventory;
  /** What was allocated before, as the inventory says. Throws InventoryError. */
  allocations(tree: SourceTree): Allocations;
  /** Allocation and model alone. Throws InventoryError. */
  model(
    tree: SourceTree,
    keys: ReadonlyMap<string, NodeKeys>,
  ): Pick<Compilation, 'network' | 'generated' | 'warnings'>;
  /**
   * The whole way from the inventory's text to what is rendered: read, allocate, model, choose templates. It has no
   * clock, no randomness and no I/O: the same input gives the same result, whatever was compiled before. Throws
   * InventoryError.
   */
  compile(input: CompileInput): Compilation;
}

const shipped = readShippedTemplates();
const shippedServices = servicesOf(shipped);

export function createCompiler(): Compiler {
  const read = {
    inventory: createInventoryReader(),
    allocations: createAllocationReader(),
    entries: createEntryReader(),
    links: createLinkReader(),
    addresses: createAddressReader(),
  };
  const build = { check: createNetworkCheck(), models: createModelReader() };
  const templatesOf = createTemplateReader(shipped);
  const chooserFor = createChooserReader(shippedServices);
  const inputsOf = createInputReader();

  return {
    inventory: read.inventory,
    allocations: read.allocations,

    model(tree, keys) {
      const allocated = allocate(tree, keys, read);
      return { ...buildNetwork(tree, allocated, build), generated: allocated.generated };
    },

    compile({ tree, keys, pskVersion, turns }) {
      const allocated = allocate(tree, keys, read);
      const { network, warnings } = buildNetwork(tree, allocated, build);
      const templates = templatesOf(tree, ownServices(network));
      const chooser = chooserFor(templates);
      const around = surroundingsOf(network, keys, pskVersion, turns);
      const inputs = inputsOf(around, chooser);
      const nodes = network.nodes
        .filter((node) => node.enrolled)
        .map((model) => ({ model, input: inputs(model) }));
      return {
        network,
        generated: allocated.generated,
        warnings: [...warnings, ...templateOddities(templates, shipped, network.nodes, chooser)],
        templates,
        hasOwnTemplates: templates.size > shipped.size,
        nodes,
        job: ({ model }) => jobOf(model, nodeView(model, around), chooser),
        join: ({ model }, { files }) => {
          const { secrets, context } = nodeView(model, around);
          return {
            name: model.name,
            nodeId: model.id,
            files,
            secrets,
            confirmWindowS: model.values.confirm.window_s,
            peers: context.links.map(({ peer }) => peer),
          };
        },
      };
    },
  };
}

function jobOf(model: NodeModel, view: ReturnType<typeof nodeView>, chooser: TemplateChooser): RenderJob {
  const templates = chooser.choose(model.site, model.name, model.values.services);
  return { node: model.name, templates, context: view.context };
}

/** Services beyond the shipped ones that some node has. */
function ownServices(network: NetworkModel): Set<string> {
  return new Set(network.nodes.flatMap((node) => node.values.services));
}
