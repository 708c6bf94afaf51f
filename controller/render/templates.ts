import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import nunjucks from 'nunjucks';
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
        .map((file): [string, string] => [
          `${shippedPrefix}templates/${service.name}/${file}`,
          readFileSync(join(dir, service.name, file), 'utf8'),
        ]),
    ),
  );
}

/** Shipped and own templates in one tree. Throws InventoryError for a template that could not be a bundle's file. */
export function templateTree(shipped: TemplateTree, inventory: SourceTree): TemplateTree {
  const own = [...inventory].filter(([path]) => path.endsWith('.njk'));
  const services = new Set([...shipped.keys()].map((path) => nameOf(path).split('/')[0] ?? ''));
  const problems = own.flatMap(([path]) => {
    const text = misplaced(path, services);
    return text === undefined ? [] : [{ file: path, text }];
  });
  if (problems.length > 0) throw new InventoryError(problems);
  return new Map([...shipped, ...own]);
}

/** What is wrong with the place or name of a template of the inventory; every agent would refuse its bundle. */
function misplaced(path: string, services: ReadonlySet<string>): string | undefined {
  const { level, name } = templatePath.exec(path)?.groups ?? {};
  if (level === undefined || name === undefined || !/^(?:sites\/[^/]+\/(?:[^/]+\/)?)?$/.test(level)) {
    return 'not a place for a template, expected templates/<service>/<file>.njk at the top, in sites/<site>/ or in sites/<site>/<node>/';
  }
  const [service = '', file = ''] = name.replace(/\.njk$/, '').split('/');
  if (!services.has(service))
    return `no agent knows the service ${JSON.stringify(service)}${didYouMean(service, services)}`;
  if (parseBundlePath(`${service}/${file}`) !== undefined) return undefined;
  return `${JSON.stringify(file)} is no name of a file: letters, digits, ".", "_" and "-", no "." first`;
}

/** Folders in which a node's templates are looked for, nearest first. */
export function templateLevels(site: string, node: string): string[] {
  return [`sites/${site}/${node}/`, `sites/${site}/`, '', shippedPrefix];
}

/** For each template name (`service/file.njk`) that a node has: the path of the nearest one. Sorted by name. */
export function nearestTemplates(tree: TemplateTree, site: string, node: string): Map<string, string> {
  const nearest = new Map<string, string>();
  const levels = templateLevels(site, node);
  for (const path of tree.keys()) {
    const { level, name } = templatePath.exec(path)?.groups ?? {};
    if (level === undefined || name === undefined) continue;
    const rank = levels.indexOf(level);
    const before = nearest.get(name);
    if (rank < 0 || (before !== undefined && levels.indexOf(levelOf(before)) <= rank)) continue;
    nearest.set(name, path);
  }
  return new Map([...nearest].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Finds templates by full path, and `above` as the same file of the next level that has it. */
export class LevelLoader extends nunjucks.Loader implements nunjucks.ILoader {
  readonly #tree: TemplateTree;

  constructor(tree: TemplateTree) {
    super();
    this.#tree = tree;
  }

  getSource(path: string): nunjucks.LoaderSource {
    const src = this.#tree.get(path);
    if (src === undefined) throw new Error(`there is no template ${path}`);
    return { src, path, noCache: false };
  }

  /** nunjucks asks this before it asks `resolve`. */
  override isRelative(name: string): boolean {
    return name === 'above';
  }

  override resolve(from: string, _name: string): string {
    const { level, name } = templatePath.exec(from)?.groups ?? {};
    for (const above of levelsAbove(level ?? '')) {
      const path = `${above}templates/${name}`;
      if (this.#tree.has(path)) return path;
    }
    throw new Error(`${from} extends "above", but no level above has ${name}`);
  }
}

function nameOf(path: string): string {
  return templatePath.exec(path)?.groups?.name ?? '';
}

function levelOf(path: string): string {
  return templatePath.exec(path)?.groups?.level ?? '';
}

function levelsAbove(level: string): string[] {
  const [, site, node] = /^sites\/([^/]+)\/(?:([^/]+)\/)?$/.exec(level) ?? [];
  if (level === shippedPrefix) return [];
  if (site === undefined) return [shippedPrefix];
  return templateLevels(site, node ?? '').slice(node === undefined ? 2 : 1);
}
