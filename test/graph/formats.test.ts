import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toDot } from '../../controller/graph/dot.ts';
import { toMermaid } from '../../controller/graph/mermaid.ts';
import { toSvg } from '../../controller/graph/svg.ts';
import { type Topology, topologyOf } from '../../controller/graph/topology.ts';
import { at, linksOf, places, statusOf, topology } from './networks.ts';
import { allOf, parseXml } from './xml.ts';

const words = (parts: readonly string[]) => parts.join('');

/** What somebody may have named a node, a site or a network, or a router may say of its link. */
const hostile: readonly string[] = [
  '<script>alert(1)</script>',
  '"><image href="http://example.net/x" onload="alert(1)"/>',
  "'-- & &amp; ]]> <![CDATA[",
  words(['\u0000', '\u0001', '\u001b[31m', '\ud800', '\ufffe', '\u202e', '\u2028']),
  '"]; evil -- n0 [label="',
  'back\\slash\\N\\G\\" \\',
  '"]\n  click n0 href "javascript:alert(1)"',
  '%%{init: {"theme": "dark"}}%%',
  '`**bold**` #quot;]] end subgraph',
  '<br/><b>x</b>',
  'line\nbreak\r\n\ttab',
  '---\ntitle: other\n---',
  'münchen 北京 🚀 ◆',
  'x'.repeat(4_000),
  '',
  '__proto__',
];

/** A network in which everything that others wrote is hostile. */
function hostileTopology(name: string): Topology {
  const status = statusOf(
    ['a', 'b', 'c'],
    [
      ['a', 'b'],
      ['b', 'c'],
    ],
    { down: [['b', 'c']] },
  );
  return topologyOf(
    {
      ...status,
      networkName: name,
      plan: { links: [{ a: 'a', b: 'b', spoke: '' }] },
      nodes: status.nodes.map((node, index) => ({
        ...node,
        nodeName: index === 0 ? `${name}1` : node.nodeName,
        siteName: index < 2 ? name : node.siteName,
        condition: (index === 1 ? name : node.condition) as typeof node.condition,
        report:
          node.report === null
            ? null
            : {
                ...node.report,
                links: node.report.links.map((link) => ({
                  ...link,
                  peer: index === 2 ? name : link.peer,
                  bgpState: name,
                })),
              },
      })),
    },
    { at, choice: `site ${name}` },
  );
}

const allowed = new Set(['svg', 'title', 'style', 'rect', 'text', 'g', 'path']);

for (const [index, name] of hostile.entries()) {
  const shown = JSON.stringify(name.slice(0, 30));
  test(`an SVG is well formed and holds nothing but shapes and text, whatever names are (${index + 1}: ${shown})`, () => {
    const elements = allOf(parseXml(toSvg(hostileTopology(name))));
    for (const { name: tag, attributes } of elements) {
      assert.ok(allowed.has(tag), tag);
      for (const [key, value] of attributes) {
        assert.doesNotMatch(key, /^on|href/i);
        if (key === 'class') assert.match(value, /^[A-Za-z -]*$/);
      }
    }
    const style = elements.filter(({ name: tag }) => tag === 'style').map(({ text }) => text);
    assert.deepEqual(style, [styleOf(toSvg(topology(['a'], [])))]);
  });

  test(`Mermaid and dot keep their form (${index + 1}: ${shown})`, () => {
    const mermaid = toMermaid(hostileTopology(name)).split('\n');
    assert.deepEqual(mermaid.splice(-1), ['']);
    assert.equal(mermaid[0], '---');
    assert.match(mermaid[1] ?? '', /^title: "(?:[ !#-[\]-~]|\\[\\"]|\\u[0-9a-f]{4})*"$/);
    for (const line of mermaid.slice(2))
      assert.ok(
        mermaidLines.some((form) => form.test(line)),
        line,
      );
    assert.ok(dotForm.test(toDot(hostileTopology(name))), toDot(hostileTopology(name)));
  });
}

function styleOf(svg: string): string {
  return allOf(parseXml(svg)).find(({ name }) => name === 'style')?.text ?? '';
}

const quoted = '"(?:[A-Za-z0-9 .,:_-]|#\\d+;|<br/>)*"';
const mermaidLines = [
  /^---$/,
  /^flowchart LR$/,
  / {2}end$/,
  / {2}(?:linkStyle [\d,]+|classDef (?:away|failed)) stroke:#[0-9a-f]{6}(?:,stroke-dasharray:6 3)?$/,
  / {2}class n\d+(?:,n\d+)* (?:away|failed)$/,
  new RegExp(`^ {2}subgraph (?:s\\d+|legend)\\[${quoted}\\]$`),
  new RegExp(`^ {2,4}[nl]\\d+\\[${quoted}\\]$`),
  new RegExp(`^ {2}n\\d+ (?:---|===|-\\.-)(?:\\|${quoted}\\|)? n\\d+$`),
];

// Quoted strings hold anything but a quote that is not escaped; the rest is ours.
const dotString = '"(?:[^"\\\\]|\\\\["\\\\nl])*"';
const dotAttributes = `\\[(?:[a-zA-Z]+=(?:${dotString}|[\\w.]+) ?)+\\]`;
const dotForm = new RegExp(
  `^graph towline \\{\n(?: +(?:(?:graph|node|edge|n\\d+|n\\d+ -- n\\d+) ${dotAttributes}|subgraph cluster_\\d+ \\{|label=${dotString}|style=rounded|\\})\n)+\\}\n$`,
);

test('the strict forms of these tests refuse what hostile names are after', () => {
  assert.throws(() => parseXml('<svg><g onload=alert(1)/></svg>'));
  assert.throws(() => parseXml('<svg><title>a & b</title></svg>'));
  assert.throws(() => parseXml('<svg><g></svg></g>'));
  assert.ok(!mermaidLines.some((form) => form.test('  click n0 href "javascript:alert(1)"')));
  assert.ok(!mermaidLines.some((form) => form.test('    n0["a"] b"]')));
  assert.ok(!dotForm.test('graph towline {\n  n0 [label=""]; evil -- n0 [label=""]\n}\n'));
});

test('each format names every node and says the state of every link in words or in dashes as well as in colour', () => {
  const names = places(8);
  const pairs = linksOf('ring', names);
  const shown = topology(names, pairs, {
    ...{ down: pairs.slice(0, 1), noBfd: pairs.slice(1, 2), away: names.slice(4, 6) },
    ...{ notEnrolled: names.slice(7), planned: pairs.slice(6, 8) },
  });
  const svg = toSvg(shown);
  const classes = allOf(parseXml(svg)).flatMap(({ attributes }) => attributes.get('class')?.split(' ') ?? []);
  for (const word of ['up', 'no-BFD', 'down', 'cross', 'unknown', 'planned', 'away', 'not-enrolled', 'now'])
    assert.ok(classes.includes(word), word);
  assert.match(styleOf(svg), /@media\(prefers-color-scheme:dark\)/);
  const dashes = ['no-BFD', 'down', 'unknown', 'planned'].map(
    (word) => new RegExp(`\\.${word}\\{[^}]*dasharray:([\\d ]+)`).exec(styleOf(svg))?.[1],
  );
  assert.equal(new Set(dashes).size, 4);
  for (const picture of [toMermaid(shown), toDot(shown)]) {
    for (const name of names) assert.ok(picture.includes(`"${name}`), name);
    for (const word of ['no BFD', 'down', 'unknown', 'planned', 'away', 'not enrolled', 'release 7'])
      assert.ok(picture.includes(word), word);
  }
  assert.match(toMermaid(shown), /\|"down"\|/);
  assert.match(toDot(shown), /label="down"/);
});

test('long names are cut in their boxes and whole in the tooltip', () => {
  const name = 'a-very-long-name-of-a-node-that-nobody-can-read';
  const elements = allOf(parseXml(toSvg(topology([name, 'b'], [[name, 'b']]))));
  const texts = (tag: string) => elements.filter((one) => one.name === tag).map(({ text }) => text);
  assert.ok(texts('text').includes('a-very-long-name-of-a-n…'));
  assert.ok(texts('title').some((text) => text.startsWith(`${name}, site`)));
});
