import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fleetOfThree } from '../controller/fleet.ts';
import { parseXml } from './xml.ts';

const link = (peer: string, bgpState = 'Established') => ({
  ...{ peer, interface: `tl-${peer}`, bgpState, handshakeAgeS: 31 },
  bfdState: bgpState === 'Established' ? 'Up' : 'Down',
});

describe('towline graph', () => {
  const fleet = fleetOfThree();

  async function oneLinkDown(): Promise<void> {
    const { harness, routers } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    const report = (name: keyof typeof routers, ...links: ReturnType<typeof link>[]) =>
      routers[name].reportRunning(1, { birdState: 'running', links });
    await report('berlin', link('hamburg', 'Active'), link('munich'));
    await report('hamburg', link('berlin', 'Active'), link('munich'));
    await report('munich', link('berlin'), link('hamburg'));
  }

  it('prints an SVG into a pipe, refuses a terminal, and writes files of which the ending says the format', async () => {
    await oneLinkDown();
    const { harness } = fleet;
    const piped = await harness.cli('graph');
    assert.deepEqual([piped.code, piped.err], [0, '']);
    assert.equal(parseXml(piped.out).name, 'svg');
    assert.match(piped.out, /3 links: 1 down, 2 up/);
    assert.match(
      piped.out,
      /<title>munich, site munich: ok; single point of failure now: without it 1 node would/,
    );
    assert.ok(!piped.out.includes(harness.dir));

    const terminal = await harness.cliIn({ outIsTerminal: true }, 'graph');
    assert.deepEqual([terminal.code, terminal.out], [2, '']);
    assert.match(terminal.err, /not for a terminal: say --output network\.svg, or --format mermaid/);
    const said = await harness.cliIn({ outIsTerminal: true }, 'graph', '--format', 'mermaid');
    assert.match(said.out, /^---\ntitle: "example: release 1"\n---\nflowchart LR\n/);

    for (const [file, begins] of [
      ['a.svg', '<svg '],
      ['a.mmd', '---\n'],
      ['a.GV', 'graph towline {'],
      ['picture', '<svg '],
    ] as const) {
      const path = join(harness.dir, file);
      const { code, out } = await harness.cliIn({ outIsTerminal: true }, 'graph', '--output', path);
      assert.equal(code, 0, out);
      assert.ok(out.startsWith(`${path}: 3 sites, 3 nodes, 3 links: 1 down, 2 up; as of 20`), out);
      assert.ok(readFileSync(path, 'utf8').startsWith(begins), file);
    }
  });

  it('with --json says what is in the picture; --site and --group choose', async () => {
    await oneLinkDown();
    const { harness } = fleet;
    const path = join(harness.dir, 'network.svg');
    const document = await harness.json('graph', '--output', path);
    assert.equal(parseXml(readFileSync(path, 'utf8')).name, 'svg');
    const { nodes, links, ...rest } = document as {
      nodes: { name: string; single_point: string | null; chosen: boolean }[];
      links: { a: string; b: string; state: string; planned: boolean; single_point: string | null }[];
      at: string;
    };
    assert.deepEqual(
      nodes.map(({ name, single_point }) => [name, single_point]),
      [
        ['berlin', null],
        ['hamburg', null],
        ['munich', 'now'],
      ],
    );
    assert.deepEqual(
      links.map(({ a, b, state, planned, single_point }) => [a, b, state, planned, single_point]),
      [
        ['berlin', 'hamburg', 'down', true, null],
        ['berlin', 'munich', 'up', true, 'now'],
        ['hamburg', 'munich', 'up', true, 'now'],
      ],
    );
    const { at, ...known } = rest;
    assert.match(at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.deepEqual(known, {
      network: 'example',
      active_release: 1,
      parts: [['berlin', 'hamburg', 'munich']],
      parts_by_design: 1,
    });
    const chosen = (await harness.json('graph', '--site', 'berlin')) as typeof document & {
      nodes: typeof nodes;
    };
    assert.deepEqual(
      chosen.nodes.map(({ name, chosen }) => [name, chosen]),
      [
        ['berlin', true],
        ['hamburg', false],
        ['munich', false],
      ],
    );
    const none = await harness.cli('graph', '--group', 'nowhere');
    assert.deepEqual([none.code, none.out], [1, '']);
    assert.match(none.err, /no node is like that/);
  });

  it('draws nodes that are only planned, and a network whose inventory is broken', async () => {
    const { harness } = fleet;
    await harness.json('site', 'add', 'kiel');
    await harness.json('node', 'add', 'kiel-1', '--site', 'kiel');
    const planned = (await harness.json('graph')) as {
      links: { state: string }[];
      nodes: { condition: string }[];
    };
    assert.deepEqual([...new Set(planned.links.map(({ state }) => state))], ['planned']);
    assert.equal(planned.links.length, 6);
    assert.ok(planned.nodes.some(({ condition }) => condition === 'not_enrolled'));
    await oneLinkDown();
    await harness.write('network.toml', 'name = [');
    const broken = await harness.cli('graph');
    assert.equal(broken.code, 0, broken.err);
    assert.match(broken.out, /the inventory is not in order/);
    assert.equal((await harness.json('graph')).parts_by_design, null);
  });

  it('says what is wrong with a command line, and with a file that cannot be written', async () => {
    const { harness } = fleet;
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [['--format', 'png'], /--format png: name one of svg, mermaid, dot/],
      [['--format', '__proto__'], /--format __proto__: name one of/],
      [['--format', 'toString'], /--format toString: name one of/],
      [['--json', '--format', 'dot'], /--json is a format of its own/],
    ];
    for (const [args, reason] of wrong) {
      const { code, err } = await harness.cli('graph', ...args);
      assert.equal(code, 2, err);
      assert.match(err, reason);
    }
    const folder = join(harness.dir, 'folder');
    mkdirSync(folder);
    for (const path of [folder, join(harness.dir, 'missing/network.svg')]) {
      const { code, out, err } = await harness.cli('graph', '--output', path);
      assert.deepEqual([code, out], [1, '']);
      assert.match(err, /^towline: the picture cannot be written to .*: /);
    }
  });
});
