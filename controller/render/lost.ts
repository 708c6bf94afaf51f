import type { Node } from 'nunjucks/src/compiler.js';
import parser from 'nunjucks/src/parser.js';
import { didYouMean } from '../inventory/suggest.ts';

/** Something that a template says and that nobody would ever see. */
export interface Lost {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/**
 * What a template that extends another one loses: text outside of blocks, and blocks that no template above has.
 * nunjucks drops both without a word.
 *
 * @param above the sources of the templates that it continues, nearest first
 */
export function lostIn(source: string, above: readonly string[]): Lost[] {
  const { children = [] } = parser.parse(source, [], {});
  if (!children.some(({ typename }) => typename === 'Extends')) return [];
  const known = new Set(
    above.flatMap((text) => blocksOf(parser.parse(text, [], {}), true).map(([name]) => name)),
  );
  const lost: Lost[] = [];
  for (const node of children) {
    if (node.typename !== 'Output' || !node.children?.some(isSeen)) continue;
    const line = lineOf(node.children.find(isSeen) ?? node);
    lost.push({
      line,
      text: 'text outside of a block is lost where a template extends another: put it into a block, or write {% include "above" %} instead of {% extends "above" %}',
    });
    break;
  }
  for (const [name, node] of blocksOf({ children }, false)) {
    if (known.has(name)) continue;
    const has = known.size === 0 ? 'they have none' : `they have ${[...known].sort().join(', ')}`;
    const meant = didYouMean(name, known) || ` (${has})`;
    lost.push({
      line: node.lineno + 1,
      text: `no template above has a block ${JSON.stringify(name)}${meant}: what is in it is lost; {% include "above" %} takes a file as a whole`,
    });
  }
  return lost;
}

/** Blocks by name. @param nested whether those inside of others count */
function blocksOf(node: Pick<Node, 'children'>, nested: boolean): [string, Node][] {
  return childrenOf(node).flatMap((child): [string, Node][] => {
    if (child.typename !== 'Block') return blocksOf(child, nested);
    const own: [string, Node] = [String(child.name?.value), child];
    return nested && child.body !== undefined
      ? [own, ...blocksOf({ children: [child.body] }, nested)]
      : [own];
  });
}

function childrenOf(node: Partial<Node>): readonly Node[] {
  const parts = [node.body, node.else_].flatMap((part) => part ?? []);
  return [...(node.children ?? []), ...parts];
}

/** Whether an output is more than the space between two tags. */
function isSeen(node: Node): boolean {
  return node.typename !== 'TemplateData' || String(node.value).trim() !== '';
}

/** The line, from 1, of the first thing to be seen in a piece of text. */
function lineOf(node: Node): number {
  const space = node.typename === 'TemplateData' ? (/^\s*/.exec(String(node.value))?.[0] ?? '') : '';
  return node.lineno + 1 + (space.split('\n').length - 1);
}
