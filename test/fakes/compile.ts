import {
  type CompiledNode,
  type CompileInput,
  type Compiler,
  createCompiler,
} from '../../controller/compile.ts';
import { InventoryError } from '../../controller/inventory/problems.ts';
import type { NetworkModel } from '../../controller/model/network.ts';
import { createEnvironment } from '../../controller/render/environment.ts';
import { createTemplateFaults } from '../../controller/render/faults.ts';
import { renderNode } from '../../controller/render/render.ts';

/** A network compiled and rendered as a whole, in this process. */
export interface RenderedNetwork {
  readonly network: NetworkModel;
  readonly generated: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
  readonly nodes: readonly CompiledNode[];
}

/** Compiles and renders everything, as plan and commit do with a renderer. Throws InventoryError. */
export function compile(input: CompileInput, compiler: Compiler = createCompiler()): RenderedNetwork {
  const compilation = compiler.compile(input);
  const environment = createEnvironment(compilation.templates);
  const unreadable = [...compilation.templates.keys()].flatMap((path) => environment.check(path));
  if (unreadable.length > 0) throw new InventoryError(unreadable);
  const faults = createTemplateFaults();
  const nodes = compilation.nodes.map((node) => {
    const rendered = renderNode(environment, compilation.job(node));
    faults.add(rendered);
    return compilation.join(node, rendered);
  });
  faults.throwIfAny();
  const { network, generated, warnings } = compilation;
  return { network, generated, warnings, nodes };
}
