import { birdStatements, birdTokens, type Statement } from './bird-tokens.ts';
import type { Files } from './files.ts';

/** A protocol with everything that its templates say in front of what it says itself. */
export interface Protocol {
  /** `bgp`, `kernel`, `static` and so on. */
  readonly type: string;
  readonly statements: readonly Statement[];
}

/** BIRD's configuration of a bundle, as far as two of them are compared. */
export interface BirdConfig {
  readonly protocols: ReadonlyMap<string, Protocol>;
  /** Tokens of each filter, function and constant. */
  readonly definitions: ReadonlyMap<string, readonly string[]>;
  /** The other statements, such as `router id` and `log`, as text by their first words. */
  readonly globals: ReadonlyMap<string, string>;
}

const folder = 'bird/';

/** Reads the BIRD files of a bundle, from `bird/bird.conf` on along its includes. Never throws. */
export function readBirdConfig(files: Files): BirdConfig {
  const templates = new Map<string, Statement>();
  const instances: Statement[] = [];
  const definitions = new Map<string, readonly string[]>();
  const globals = new Map<string, string>();
  for (const statement of birdStatements(includedTokens(files))) {
    const [keyword = '', second = '', third = ''] = statement.words;
    if (keyword === 'protocol') instances.push(statement);
    else if (keyword === 'template') templates.set(third, statement);
    else if (keyword === 'attribute') definitions.set(third, statement.words);
    else if (keyword === 'define' || keyword === 'filter' || keyword === 'function')
      definitions.set(second, [...statement.words, ...(statement.body ?? [])]);
    else {
      const name = keyword === 'router' ? 'router id' : keyword;
      const text = [...statement.words, ...(statement.body ?? [])].join(' ');
      globals.set(name, `${globals.get(name) ?? ''}${text}; `);
    }
  }
  return { protocols: protocolsOf(instances, templates), definitions, globals };
}

function protocolsOf(
  instances: readonly Statement[],
  templates: ReadonlyMap<string, Statement>,
): Map<string, Protocol> {
  const protocols = new Map<string, Protocol>();
  const unnamed = new Map<string, number>();
  for (const instance of instances) {
    const [, type = '', given] = instance.words;
    let name = given;
    if (name === undefined || name === 'from') {
      // BIRD gives such a protocol the name of its type and a number.
      const number = (unnamed.get(type) ?? 0) + 1;
      unnamed.set(type, number);
      name = `${type}${number}`;
    }
    const chain = templateChain(instance, templates);
    const statements = chain.flatMap((statement) => birdStatements(statement.body ?? []));
    protocols.set(name, { type, statements });
  }
  return protocols;
}

/** The templates that a protocol is made from, the farthest first, and the protocol itself. */
function templateChain(instance: Statement, templates: ReadonlyMap<string, Statement>): Statement[] {
  const chain = [instance];
  const seen = new Set<string>();
  for (let next = aboveOf(instance); next !== undefined && !seen.has(next); ) {
    seen.add(next);
    const template = templates.get(next);
    if (template === undefined) break;
    chain.unshift(template);
    next = aboveOf(template);
  }
  return chain;
}

function aboveOf({ words }: Statement): string | undefined {
  const from = words.indexOf('from', 2);
  return from < 0 ? undefined : words[from + 1];
}

function includedTokens(files: Files): string[] {
  const names = [...files.keys()].filter((path) => path.startsWith(folder)).sort();
  const start = `${folder}bird.conf`;
  const tokens: string[] = [];
  const seen = new Set<string>();
  // What is still to be read: tokens of a file and how far it is; the innermost include comes last.
  const open: { readonly tokens: readonly string[]; at: number }[] = [];
  const enter = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    open.push({ tokens: birdTokens(files.get(path) ?? ''), at: 0 });
  };
  for (const path of files.has(start) ? [start] : names.reverse()) enter(path);
  for (let file = open.at(-1); file !== undefined; file = open.at(-1)) {
    const part = file.tokens[file.at++];
    if (part === undefined) {
      open.pop();
      continue;
    }
    const target = file.tokens[file.at];
    if (part !== 'include' || target?.startsWith('"') !== true) {
      tokens.push(part);
      continue;
    }
    file.at += file.tokens[file.at + 1] === ';' ? 2 : 1;
    const pattern = patternOf(target.replaceAll('"', ''));
    for (const path of names.filter((name) => pattern.test(name.slice(folder.length))).reverse()) enter(path);
  }
  return tokens;
}

/** BIRD's includes may have wildcards. */
function patternOf(include: string): RegExp {
  const source = include
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`);
}
