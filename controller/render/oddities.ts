import { didYouMean } from '../inventory/suggest.ts';
import type { NodeModel } from '../model/network.ts';
import type { TemplateChooser } from './choose.ts';
import { serviceOf, servicesOf, splitTemplatePath, type TemplateTree } from './templates.ts';

/** What is odd about templates and services, and would otherwise have no effect without a word. Sorted. */
export function templateOddities(
  tree: TemplateTree,
  shipped: TemplateTree,
  nodes: readonly NodeModel[],
  chooser: TemplateChooser,
): string[] {
  const known = servicesOf(shipped);
  return [
    ...unusedServices(tree, known, nodes),
    ...unusedFiles(tree, shipped, known),
    ...emptyServices(known, nodes, chooser),
  ].sort();
}

/** Templates of services that no node has: that may be for a time. */
function unusedServices(
  tree: TemplateTree,
  known: ReadonlySet<string>,
  nodes: readonly NodeModel[],
): string[] {
  const used = new Set(nodes.flatMap((node) => node.values.services));
  return [...servicesOf(tree)]
    .filter((service) => !known.has(service) && !used.has(service))
    .map((service) => {
      const name = JSON.stringify(service);
      return `templates/${service}: no node has the service ${name}: say services = [${name}] where it runs`;
    });
}

/** Files of a shipped service that nothing names: what BIRD does not include it does not read. */
function unusedFiles(tree: TemplateTree, shipped: TemplateTree, known: ReadonlySet<string>): string[] {
  if (tree.size === shipped.size) return [];
  const shippedNames = new Set([...shipped.keys()].map((path) => splitTemplatePath(path).name));
  return [...tree.keys()].flatMap((path) => {
    const { name } = splitTemplatePath(path);
    const service = serviceOf(name);
    if (!known.has(service) || shippedNames.has(name) || name.includes('/_')) return [];
    const file = name.slice(service.length + 1).replace(/\.njk$/, '');
    const isNamed = [...tree].some(([other, text]) => other !== path && text.includes(file));
    const files = [...shippedNames].filter((other) => serviceOf(other) === service);
    const meant = didYouMean(name, files);
    return isNamed ? [] : [`${path}: no template names ${JSON.stringify(file)}, so nothing reads it${meant}`];
  });
}

/** Services that a node has by its key, and no template. */
function emptyServices(
  known: ReadonlySet<string>,
  nodes: readonly NodeModel[],
  chooser: TemplateChooser,
): string[] {
  const without = new Map<string, string[]>();
  for (const { site, name, values } of nodes) {
    if (values.services.length === 0) continue;
    const present = new Set(chooser.choose(site, name, values.services).map(([path]) => serviceOf(path)));
    for (const service of values.services) {
      if (known.has(service) || present.has(service)) continue;
      const names = without.get(service) ?? [];
      names.push(name);
      without.set(service, names);
    }
  }
  const shipped = [...new Set(nodes.flatMap((node) => node.values.services))].filter((service) =>
    known.has(service),
  );
  return [
    ...[...without].map(([service, [first, ...others]]) => {
      const more = others.length === 0 ? '' : ` and ${others.length} more`;
      return `services: there is no template templates/${service}/ for ${first}${more}`;
    }),
    ...shipped.map((service) => `services: ${JSON.stringify(service)} is on every node without being named`),
  ];
}
