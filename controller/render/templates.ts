import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseBundlePath } from '../../shared/bundle/path.ts';
import { InventoryError } from '../inventory/problems.ts';
import type { SourceTree } from '../inventory/source.ts';
import { didYouMean } from '../inventory/suggest.ts';

/** Template files by path: `shipped/templates/<service>/<file>.njk`, or the inventory's own path. */
export type TemplateTree = ReadonlyMap<string, string>;

const shippedPrefix = 'shipped/';
const templatePath = /^(?<level>(?:.*\/)?)templates\/(?<name>[^/]+\/[^/]+\.njk)$/;

/** The templates that come with Towline. */
export function readShippedTemplates(dir = join(import.meta.dirname, '../../templates')): TemplateTree {
  const services = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return new Map(
    services.flatMap((service) =>
      readdirSync(join(dir, service.name))
        .filter((file) => file.endsWith('.njk'))
        .sort()
        .map((file): [string, string] => [
          `${shippedPrefix}templates/${service.name}/${file}`,
          readFileSync(join(dir, service.name, file), 'utf8'),
        ]),
    ),
  );
}

/** Names of the services that a tree has templates of. */
export function servicesOf(tree: TemplateTree): Set<string> {
  return new Set([...tree.keys()].map((path) => serviceOf(splitTemplatePath(path).name)));
}

/**
 * Shipped and own templates in one tree.
 *
 * @param own services that some node has by its key `services`
 * @throws InventoryError for a template that could not be a bundle's file, or is of a service that looks like a typo
 */
export function templateTree(
  shipped: TemplateTree,
  inventory: SourceTree,
  own: ReadonlySet<string>,
): TemplateTree {
  const services = new Set([...servicesOf(shipped), ...own]);
  const added: [string, string][] = [];
  for (const entry of inventory) if (entry[0].endsWith('.njk')) added.push(entry);
  const problems = added.flatMap(([path]) => {
    const text = misplaced(path, services);
    return text === undefined ? [] : [{ file: path, text }];
  });
  if (problems.length > 0) throw new InventoryError(problems);
  return added.length === 0 ? shipped : new Map([...shipped, ...added.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** `templateTree`, but the identical tree comes back as long as no template changes. */
export function createTemplateReader(
  shipped: TemplateTree,
): (inventory: SourceTree, own: ReadonlySet<string>) => TemplateTree {
  let kept = shipped;
  return (inventory, own) => {
    const now = templateTree(shipped, inventory, own);
    const isSame = now.size === kept.size && [...now].every(([path, text]) => kept.get(path) === text);
    if (!isSame) kept = now;
    return kept;
  };
}

/** What is wrong with the place or name of a template of the inventory; every agent would refuse its bundle. */
function misplaced(path: string, services: ReadonlySet<string>): string | undefined {
  const { level, name } = templatePath.exec(path)?.groups ?? {};
  if (level === undefined || name === undefined || !/^(?:sites\/[^/]+\/(?:[^/]+\/)?)?$/.test(level)) {
    return 'not a place for a template, expected templates/<service>/<file>.njk at the top, in sites/<site>/ or in sites/<site>/<node>/';
  }
  const [service = '', file = ''] = name.replace(/\.njk$/, '').split('/');
  const meant = services.has(service) ? '' : didYouMean(service, services);
  if (meant !== '') return `no node has the service ${JSON.stringify(service)}${meant}`;
  if (parseBundlePath(`${service}/${file}`) === undefined)
    return `${JSON.stringify(file)} is no name of a file: letters, digits, ".", "_" and "-", no "." first`;
  const only = onlyFile[service];
  return only === undefined || file === only || file.startsWith('_')
    ? undefined
    : `the service ${service} has one file, ${only}: agents refuse any other`;
}

/** Services whose files the agent reads itself. */
const onlyFile: Readonly<Record<string, string>> = { wireguard: 'link.conf', agent: 'settings.toml' };

/** Folders in which a node's templates are looked for, nearest first. */
export function templateLevels(site: string, node: string): string[] {
  return [`sites/${site}/${node}/`, `sites/${site}/`, '', shippedPrefix];
}

/** The levels above one, nearest first. */
export function levelsAbove(level: string): string[] {
  const [, site, node] = /^sites\/([^/]+)\/(?:([^/]+)\/)?$/.exec(level) ?? [];
  if (level === shippedPrefix) return [];
  if (site === undefined) return [shippedPrefix];
  return templateLevels(site, node ?? '').slice(node === undefined ? 2 : 1);
}

/** Takes the path of a template apart: its level, and its name `service/file.njk`. */
export function splitTemplatePath(path: string): { level: string; name: string } {
  const { level = '', name = '' } = templatePath.exec(path)?.groups ?? {};
  return { level, name };
}

export function serviceOf(name: string): string {
  return name.split('/')[0] ?? '';
}

/** The path of a template as people know it. */
export function shownPath(path: string): string {
  return path.startsWith(shippedPrefix) ? path.slice(shippedPrefix.length) : path;
}
