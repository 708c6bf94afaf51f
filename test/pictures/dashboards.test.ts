import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Answered, Series } from '../../scripts/pictures/answers.ts';
import { named, readDashboard } from '../../scripts/pictures/dashboard.ts';
import { dashboardSvg } from '../../scripts/pictures/dashboard-svg.ts';
import { eightySites } from '../../scripts/pictures/eighty-sites.ts';
import { formatted, niceMax } from '../../scripts/pictures/values.ts';
import { places } from '../graph/networks.ts';
import { allOf, parseXml } from '../graph/xml.ts';

const span = { from: 1_000, to: 1_240 };
const dashboards = ['fleet', 'site', 'link', 'release'].map((name) =>
  readDashboard(readFileSync(join(import.meta.dirname, `../../templates/monitoring/${name}.json`), 'utf8')),
);

const series = (name: string, ...values: number[]): Series => ({
  name,
  labels: { node: name, state: '<b>"&' },
  points: values.map((value, index) => [span.from + 2 * index, value]),
});

function drawn(title: string, panels: readonly Answered[]): string {
  return dashboardSvg({ title, source: 'a test', panels, span, happenings: [{ at: 1_060, what: 'a cut' }] });
}

test('each dashboard is drawn with all of its panels, whatever the answers: many series, one value, none', () => {
  for (const { title, panels } of dashboards) {
    for (const answers of [
      [],
      [series('aachen', 1)],
      Array.from({ length: 40 }, (_unused, index) => series(`node-${index}<script>`, 0, index, 1e9, 0.5)),
    ]) {
      const elements = allOf(
        parseXml(
          drawn(
            title,
            panels.map((panel) => ({ panel, series: answers })),
          ),
        ),
      );
      const texts = elements.filter(({ name }) => name === 'text').map(({ text }) => text);
      const heads = panels.map((panel) => panel.title.slice(0, 12));
      for (const head of heads)
        assert.ok(
          texts.some((text) => text.startsWith(head)),
          head,
        );
      assert.ok(texts.includes(title) && texts.includes('1:00 a cut'));
      const said = texts.filter((text) => text === 'no data' || text === 'nothing is like that').length;
      assert.equal(said, answers.length === 0 ? panels.filter(({ type }) => type !== 'row').length : 0);
      for (const { attributes } of elements)
        for (const key of ['x', 'y', 'width', 'height', 'd'])
          assert.doesNotMatch(attributes.get(key) ?? '', /NaN|Infinity/);
    }
  }
});

test('a line is broken where there is no value, and nothing is drawn outside of its panel', () => {
  const [panel] = dashboards.flatMap(({ panels }) => panels.filter(({ type }) => type === 'timeseries'));
  assert.ok(panel);
  const points = [
    [1_000, 1],
    [1_002, 2],
    [1_100, 2],
    [1_240, 4],
  ] as const;
  const elements = allOf(parseXml(drawn('x', [{ panel, series: [{ name: 'a', labels: {}, points }] }])));
  const line = elements.find(
    ({ attributes }) =>
      attributes.get('class')?.startsWith('line ') && (attributes.get('d')?.length ?? 0) > 20,
  );
  const path = line?.attributes.get('d') ?? '';
  assert.equal(path.match(/M/g)?.length, 3);
  const width = panel.gridPos.w * 42;
  for (const [, x] of path.matchAll(/[ML]([\d.]+) /g)) assert.ok(Number(x) >= 0 && Number(x) <= width, x);
});

test('values are written as Grafana writes their units', () => {
  const cases = [
    [0.985, 'percentunit', '98.5 %'],
    [12_345, 'Bps', '12.3 kB/s'],
    [3 * 1024 ** 2, 'bytes', '3 MiB'],
    [0.0421, 's', '42.1 ms'],
    [300, 's', '5 min'],
    [12_000, 's', '3.33 h'],
    [8, undefined, '8'],
    [0, 's', '0 s'],
  ] as const;
  for (const [value, unit, text] of cases) assert.equal(formatted(value, unit), text);
  for (const [value, most] of [
    [0, 1],
    [0.3, 0.5],
    [7, 10],
    [21, 25],
    [1_000, 1_000],
    [Number.NaN, 1],
  ] as const)
    assert.equal(niceMax(value), most, String(value));
  assert.equal(named('{{node}} - {{peer}}{{none}}', { node: 'a', peer: 'b' }), 'a - b');
});

test('the pictures of the documentation are small and well formed, hold no script, and name no folder of a machine', () => {
  const folder = join(import.meta.dirname, '../../docs/pictures');
  const files = readdirSync(folder).sort();
  const labs = ['fleet', 'link', 'paper-link-down', 'paper', 'release', 'site'].map((name) => `${name}.svg`);
  assert.deepEqual(files, ['eighty-sites.svg', ...labs]);
  for (const file of files) {
    const svg = readFileSync(join(folder, file), 'utf8');
    assert.ok(svg.length < 150_000, file);
    const elements = allOf(parseXml(svg));
    const shapes = new Set(['svg', 'title', 'style', 'rect', 'text', 'g', 'path']);
    for (const { name } of elements) assert.ok(shapes.has(name), `${file}: ${name}`);
    for (const { text } of elements) assert.doesNotMatch(text, /(?:^|[\s"'=])\/(?:[a-z]+\/)/, file);
  }
});

test('the picture of eighty sites names all of them', () => {
  const texts = allOf(parseXml(eightySites())).map(({ text }) => text);
  for (const name of places(80)) assert.ok(texts.includes(name), name);
});
