import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import nunjucks from 'nunjucks';
import type { SourceTree } from '../inventory/source.ts';

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

/** Shipped and own templates in one tree. */
export function templateTree(shipped: TemplateTree, inventory: SourceTree): TemplateTree {
  return new Map([...shipped, ...[...inventory].filter(([path]) => templatePath.test(path))]);
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

function levelOf(path: string): string {
  return templatePath.exec(path)?.groups?.level ?? '';
}

function levelsAbove(level: string): string[] {
  const [, site, node] = /^sites\/([^/]+)\/(?:([^/]+)\/)?$/.exec(level) ?? [];
  if (level === shippedPrefix) return [];
  if (site === undefined) return [shippedPrefix];
  return templateLevels(site, node ?? '').slice(node === undefined ? 2 : 1);
}
