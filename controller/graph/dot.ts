import { pointWords } from './mermaid.ts';
import { colours } from './style.ts';
import { oneLine } from './text.ts';
import type { Topology, TopologyLink } from './topology.ts';
import { conditionWord, linkStates, meanings, nodeText, summaryOf, titleOf } from './words.ts';

const styles: Readonly<Record<TopologyLink['state'], string>> = {
  up: 'style=solid penwidth=2',
  'no BFD': 'style=dashed penwidth=2.5',
  down: 'style=dotted penwidth=3',
  unknown: 'style=dotted penwidth=2',
  planned: 'style=dashed penwidth=1',
};

/** The picture in the language of Graphviz: https://graphviz.org/doc/info/lang.html. Pure. */
export function toDot(topology: Topology): string {
  const { nodes, links } = topology;
  const id = new Map(nodes.map(({ name }, index) => [name, `n${index}`]));
  const sites = [...new Set(nodes.map(({ site }) => site))];
  const title = [titleOf(topology), ...summaryOf(topology), ...legendLines(topology)];
  const lines = [
    `graph towline {`,
    `  graph [layout=fdp overlap=false splines=true K=1.2 fontname="Verdana" labeljust=l label=${labelOf(title, '\\l')}]`,
    `  node [shape=box style=rounded fontname="Verdana"]`,
    `  edge [fontname="Verdana" fontsize=10]`,
  ];
  for (const [index, site] of sites.entries()) {
    const own = nodes.filter((node) => node.site === site);
    const drawn = own.map((node) => {
      const more = [
        ...(node.condition === 'ok' ? [] : [conditionWord(node.condition)]),
        ...pointWords(node.singlePoint),
      ];
      const border =
        node.condition === 'away' || node.condition === 'failed' ? ` color="${colours.down[0]}"` : '';
      return `${id.get(node.name)} [label=${labelOf([node.name, ...more])} tooltip=${labelOf([nodeText(node)])}${border}]`;
    });
    // A box around a single node would say its name again.
    if (own.length === 1 && own[0]?.name === site) lines.push(...drawn.map((line) => `  ${line}`));
    else {
      lines.push(`  subgraph cluster_${index} {`, `    label=${labelOf([site])}`, '    style=rounded');
      lines.push(...drawn.map((line) => `    ${line}`), '  }');
    }
  }
  for (const { a, b, state, singlePoint } of links) {
    const words = [...(state === 'up' ? [] : [state]), ...pointWords(singlePoint)];
    const label = words.length === 0 ? '' : ` label=${labelOf(words)}`;
    const colour = colours[state === 'no BFD' ? 'no-BFD' : state][0];
    lines.push(`  ${id.get(a)} -- ${id.get(b)} [color="${colour}" ${styles[state]}${label}]`);
  }
  return `${lines.join('\n')}\n}\n`;
}

function legendLines({ nodes, links }: Topology): string[] {
  const states = [...linkStates].filter((state) => links.some((link) => link.state === state));
  const isAnyPoint = [...nodes, ...links].some(({ singlePoint }) => singlePoint !== undefined);
  return [
    ...states.map((state) => `${/\w+/.exec(styles[state].slice(6))?.[0]} line: ${meanings[state]}`),
    ...(isAnyPoint ? ['◆ single point of failure: its loss cuts nodes off'] : []),
  ];
}

/** A quoted string; Graphviz reads a backslash in a label as the beginning of an escape. */
function labelOf(lines: readonly string[], lineEnd = '\\n'): string {
  const escaped = lines.map((line) => oneLine(line).replaceAll('\\', '\\\\').replaceAll('"', '\\"'));
  const text = escaped.join(lineEnd) + (lineEnd === '\\l' ? lineEnd : '');
  // An ampersand begins an entity of HTML here.
  return `"${text.replaceAll('&', '&amp;')}"`;
}
