import { serviceOf, splitTemplatePath, type TemplateTree, templateLevels } from './templates.ts';

/** Template name (`service/file.njk`) and the path of the nearest one, sorted by name. */
export type ChosenTemplates = readonly (readonly [name: string, path: string])[];

/** Chooses templates for nodes out of one tree. */
export interface TemplateChooser {
  /** The templates of a node. */
  choose(site: string, node: string, services: readonly string[]): ChosenTemplates;
  /** For each level that a node can see, an object that stays the same while no template there changes. */
  versions(site: string, node: string): readonly unknown[];
}

/** The templates of one level: path to text. */
type Level = ReadonlyMap<string, string>;

/**
 * Makes choosers, and keeps the levels in which nothing changed.
 *
 * @param shippedServices services that every node has
 */
export function createChooserReader(
  shippedServices: ReadonlySet<string>,
): (tree: TemplateTree) => TemplateChooser {
  let kept = new Map<string, Level>();
  return (tree) => {
    const levels = levelsOf(tree);
    for (const [name, level] of levels) {
      const before = kept.get(name);
      if (before !== undefined && isSame(before, level)) levels.set(name, before);
    }
    kept = levels;
    return createChooser(levels, shippedServices);
  };
}

function createChooser(
  levels: ReadonlyMap<string, Level>,
  shippedServices: ReadonlySet<string>,
): TemplateChooser {
  const chosen = new Map<string, ChosenTemplates>();
  const visible = (site: string, node: string) =>
    templateLevels(site, node).filter((name) => levels.has(name));
  return {
    choose(site, node, services) {
      const names = visible(site, node);
      const key = JSON.stringify([names, services]);
      const result = chosen.get(key) ?? nearest(names.map((name) => levels.get(name)));
      chosen.set(key, result);
      return result.filter(
        ([name]) => shippedServices.has(serviceOf(name)) || services.includes(serviceOf(name)),
      );
    },
    versions: (site, node) => visible(site, node).map((name) => levels.get(name)),
  };
}

/** @param levels nearest first */
function nearest(levels: readonly (Level | undefined)[]): ChosenTemplates {
  const found = new Map<string, string>();
  for (const level of levels.toReversed()) {
    for (const path of level?.keys() ?? []) {
      const { name } = splitTemplatePath(path);
      // A part for others to include or extend is no file of a bundle.
      if (!name.includes('/_')) found.set(name, path);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

function levelsOf(tree: TemplateTree): Map<string, Level> {
  const levels = new Map<string, Map<string, string>>();
  for (const [path, text] of tree) {
    const { level } = splitTemplatePath(path);
    const templates = levels.get(level) ?? new Map<string, string>();
    templates.set(path, text);
    levels.set(level, templates);
  }
  return levels;
}

function isSame(a: Level, b: Level): boolean {
  return a.size === b.size && [...b].every(([path, text]) => a.get(path) === text);
}
