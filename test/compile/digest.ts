import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type CompiledNode, createCompiler } from '../../controller/compile.ts';
import { readSourceTree, type SourceTree } from '../../controller/inventory/source.ts';
import type { Renderer } from '../../controller/render/renderer.ts';
import { sha256 } from '../../shared/crypto/sha256.ts';
import { compileAll, fixedKeys, nodeNames } from './fixture.ts';

/** The inventory of a golden scenario in a checkout; one without a network.toml is the lab's network of its name. */
export async function scenarioTree(checkout: string, scenario: string): Promise<SourceTree> {
  const own = join(checkout, 'test/golden', scenario, 'inventory');
  const base = existsSync(join(own, 'network.toml')) ? own : join(checkout, 'lab/networks', scenario);
  return new Map([...(await readSourceTree(base)), ...(await readSourceTree(own))]);
}

/** SHA-256 of everything that compiling yields, in the order in which it is yielded. */
export function digestOf(tree: SourceTree): string {
  const { generated, nodes, warnings } = compileAll(tree);
  return digest(generated, warnings, nodes);
}

/** The same, with the files as a renderer makes them. */
export async function digestThrough(renderer: Renderer, tree: SourceTree): Promise<string> {
  const compilation = createCompiler().compile({
    tree,
    keys: fixedKeys(nodeNames(tree)),
    pskVersion: () => 1,
  });
  const { generated, warnings, templates, nodes } = compilation;
  const compiled: CompiledNode[] = [];
  for await (const rendered of renderer.render(templates, nodes.map(compilation.job))) {
    const node = nodes.find(({ model }) => model.name === rendered.node);
    if (node !== undefined) compiled.push(compilation.join(node, rendered));
  }
  return digest(generated, warnings, compiled);
}

function digest(
  generated: ReadonlyMap<string, string>,
  warnings: readonly string[],
  nodes: readonly CompiledNode[],
): string {
  return sha256(JSON.stringify([[...generated], warnings, nodes])).toString('hex');
}
