import nunjucks from 'nunjucks';
import type { Problem } from '../inventory/problems.ts';
import { lostIn } from './lost.ts';
import { longestProblem } from './renderer.ts';
import { compileStrictly } from './strict-compiler.ts';
import { MissingValue, strictValues } from './strict-values.ts';
import { levelsAbove, shownPath, splitTemplatePath, type TemplateTree } from './templates.ts';

/** The templates of a tree, ready to render. Each is compiled once. */
export interface TemplateEnvironment {
  /** Throws what nunjucks throws: see `problemOf`. */
  render(path: string, context: object): string;
  /** What is wrong with a template itself, whatever the values: it cannot be parsed, or part of it is lost. */
  check(path: string): Problem[];
}

export function createEnvironment(tree: TemplateTree): TemplateEnvironment {
  const environment = new nunjucks.Environment(new LevelLoader(tree), {
    autoescape: false,
    throwOnUndefined: true,
    // Or nunjucks throws copies of errors, without what caused them.
    dev: true,
  });
  Object.assign(environment, { strict: strictValues });
  environment.addFilter('random', () => {
    throw new Error('random would give other files at each compilation: write the value into the inventory');
  });
  return {
    render: (path, context) => environment.render(path, context),
    check(path) {
      try {
        environment.getTemplate(path, true);
        const source = tree.get(path) ?? '';
        return lostIn(source, sourcesAbove(tree, path)).map((lost) => ({ file: shownPath(path), ...lost }));
      } catch (error) {
        const problem = problemOf(error, path);
        // What is missing at the end has no token to be told of.
        const end = (tree.get(path) ?? '').trimEnd().split('\n').length;
        return [{ ...problem, line: problem.line ?? end }];
      }
    },
  };
}

/** The sources of the same file in the levels above, nearest first. */
function sourcesAbove(tree: TemplateTree, path: string): string[] {
  const { level, name } = splitTemplatePath(path);
  return levelsAbove(level).flatMap((above) => tree.get(`${above}templates/${name}`) ?? []);
}

/**
 * Finds templates by full path for us. For a template that asks it finds `above`, the same file of the next level that
 * has it, and `service/file.njk`, the nearest one from its own level. A full path is nothing that a template may ask
 * for: what a node's files depend on would then be in levels that are not its own.
 */
class LevelLoader extends nunjucks.Loader implements nunjucks.ILoader {
  readonly #tree: TemplateTree;

  constructor(tree: TemplateTree) {
    super();
    this.#tree = tree;
  }

  getSource(path: string): nunjucks.LoaderSource {
    const source = this.#tree.get(path);
    if (source === undefined) throw new Error(`there is no template ${shownPath(path)}`);
    const compiled = new Function(compileStrictly(source, path)) as () => object;
    // nunjucks takes compiled code as well; its types say text only.
    return { src: { type: 'code', obj: compiled() } as unknown as string, path, noCache: false };
  }

  /** nunjucks asks this before it asks `resolve`. */
  override isRelative(): boolean {
    return true;
  }

  override resolve(from: string, name: string): string {
    const { level, name: own } = splitTemplatePath(from);
    const levels = name === 'above' ? levelsAbove(level) : [level, ...levelsAbove(level)];
    const wanted = name === 'above' ? own : name;
    const found = levels.map((at) => `${at}templates/${wanted}`).find((path) => this.#tree.has(path));
    if (found !== undefined) return found;
    throw new Error(
      name === 'above'
        ? `no level above has ${own}`
        : `there is no template ${name}, expected "above" or <service>/<file>.njk`,
    );
  }
}

/** What went wrong with a template, from what rendering or parsing it threw. */
export function problemOf(error: unknown, path: string): Problem {
  const missing = causeOf(error, MissingValue);
  if (missing !== undefined)
    return {
      file: shownPath(missing.template),
      line: missing.lineno,
      text: missing.message.slice(0, longestProblem),
    };
  const message = error instanceof Error ? error.message : String(error);
  // `(path) [Line 3, Column 5]`, once a template on the way to the fault.
  const places = [...message.matchAll(/\((\S*?\.njk)\)(?: \[Line (\d+)(?:, Column \d+)?\])?/g)];
  const { 1: file = path, 2: line = lineOf(error) } = places.at(-1) ?? [];
  const text = message
    .replace(/^(?:\s*\(\S*?\.njk\)(?: \[Line \d+(?:, Column \d+)?\])?\s*)+/, '')
    .replace(/^(?:Template render error|Error|TypeError): /, '')
    .replace(/^parse[A-Z]\w*: /, '')
    .replaceAll(/\s*\n\s*/g, ' ')
    .trim();
  return {
    file: shownPath(file),
    ...(line === undefined ? {} : { line: Number(line) }),
    text: text.slice(0, longestProblem),
  };
}

/** From 1; nunjucks' own errors have it. */
function lineOf(error: unknown): string | undefined {
  const { lineno } = error as { lineno?: number };
  return typeof lineno === 'number' && lineno > 0 ? String(lineno) : undefined;
}

function causeOf<T extends Error>(error: unknown, type: new (...args: never[]) => T): T | undefined {
  for (let at = error; at instanceof Error; at = at.cause) if (at instanceof type) return at;
  return undefined;
}
