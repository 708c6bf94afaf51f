import { colours } from './style.ts';
import { oneLine } from './text.ts';
import type { SinglePoint, Topology, TopologyLink } from './topology.ts';
import { conditionWord, linkStates, meanings, summaryOf, titleOf } from './words.ts';

/** Lines of the picture in Mermaid's language: https://mermaid.js.org/syntax/flowchart.html */
const lineOf: Readonly<Record<TopologyLink['state'], string>> = {
  up: '---',
  'no BFD': '===',
  down: '-.-',
  unknown: '-.-',
  planned: '-.-',
};

const lineWords: Readonly<Record<TopologyLink['state'], string>> = {
  up: 'green line',
  'no BFD': 'thick amber line',
  down: 'dotted red line',
  unknown: 'dotted gray line',
  planned: 'dotted pale line',
};

/** The picture in Mermaid's language, as GitHub and GitLab draw it in a Markdown file. Pure. */
export function toMermaid(topology: Topology): string {
  const id = new Map(topology.nodes.map(({ name }, index) => [name, `n${index}`]));
  const sites = [...new Set(topology.nodes.map(({ site }) => site))];
  const lines = ['---', `title: ${yamlString(titleOf(topology))}`, '---', 'flowchart LR'];
  for (const [index, site] of sites.entries()) {
    const own = topology.nodes.filter((one) => one.site === site);
    const drawn = own.map((node) => {
      const more = [
        ...(node.condition === 'ok' ? [] : [conditionWord(node.condition)]),
        ...pointWords(node.singlePoint),
      ];
      return `${id.get(node.name)}["${[node.name, ...more].map(escaped).join('<br/>')}"]`;
    });
    // A box around a single node would say its name again.
    if (own.length === 1 && own[0]?.name === site) lines.push(...drawn.map((line) => `  ${line}`));
    else
      lines.push(`  subgraph s${index}["${escaped(site)}"]`, ...drawn.map((line) => `    ${line}`), '  end');
  }
  for (const { a, b, state, singlePoint } of topology.links) {
    const words = [...(state === 'up' ? [] : [state]), ...pointWords(singlePoint)].join(', ');
    const label = words === '' ? '' : `|"${escaped(words)}"|`;
    lines.push(`  ${id.get(a)} ${lineOf[state]}${label} ${id.get(b)}`);
  }
  for (const state of linkStates) {
    const numbers = topology.links.flatMap((link, index) => (link.state === state ? [index] : []));
    if (numbers.length > 0) lines.push(`  linkStyle ${numbers.join(',')} stroke:${colourOf(state)}`);
  }
  for (const condition of ['away', 'failed']) {
    const ids = topology.nodes.filter((node) => node.condition === condition);
    if (ids.length === 0) continue;
    lines.push(`  classDef ${condition} stroke:${colours.down[0]},stroke-dasharray:6 3`);
    lines.push(`  class ${ids.map(({ name }) => id.get(name)).join(',')} ${condition}`);
  }
  lines.push('  subgraph legend["legend"]', `    l0["${legendText(topology)}"]`, '  end');
  return `${lines.join('\n')}\n`;
}

function legendText(topology: Topology): string {
  const states = [...linkStates].filter((state) => topology.links.some((link) => link.state === state));
  const point = [...topology.nodes, ...topology.links].some(({ singlePoint }) => singlePoint !== undefined);
  return [
    ...summaryOf(topology),
    ...states.map((state) => `${lineWords[state]}: ${meanings[state]}`),
    ...(point ? ['◆ single point of failure: its loss cuts nodes off'] : []),
  ]
    .map(escaped)
    .join('<br/>');
}

/** Words that a single point of failure gets in a picture of words. */
export function pointWords(point: SinglePoint | undefined): string[] {
  return point === undefined ? [] : [`◆ ${point.kind}`];
}

function colourOf(state: TopologyLink['state']): string {
  return colours[state === 'no BFD' ? 'no-BFD' : state][0];
}

/** Text between quotes, where Mermaid reads Markdown, HTML and codes of its own: all but plain words as a code. */
function escaped(text: string): string {
  return oneLine(text).replaceAll(/[^A-Za-z0-9 .,:_-]/gu, (character) => `#${character.codePointAt(0)};`);
}

/** In ASCII, which JSON and YAML read the same. */
function yamlString(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
