import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fleetOfThree, stateOf } from './fleet.ts';

const fleet = fleetOfThree();

interface PlanDocument {
  readonly changes: readonly {
    readonly node: string;
    readonly kind: string;
    readonly files: readonly { readonly path: string; readonly kind: string; readonly diff?: string }[];
    readonly secrets: readonly string[];
    readonly impacts: readonly { readonly kind: string; readonly subject: string; readonly text: string }[];
  }[];
  readonly base_release: number;
  readonly active_release: number;
  readonly findings: readonly unknown[];
  readonly warnings: readonly string[];
}

async function planDocument(...args: string[]): Promise<PlanDocument> {
  const { code, out, err } = await fleet.harness.cli('plan', '--json', ...args);
  assert.deepEqual(
    [code, err, out.split('\n').length],
    [2, '', 2],
    'one line on standard output, nothing else',
  );
  return JSON.parse(out) as PlanDocument;
}

describe('plan', () => {
  it('shows a node that comes: what it does, which files it gets, and the management tunnel untouched', async () => {
    const { harness } = fleet;
    const before = await stateOf(harness);
    const { code, out, err } = await harness.cli('plan');
    assert.deepEqual([code, err], [2, '']);
    assert.match(out, /^\+ node berlin \(added\)\n {2}\+ [^\n]*hamburg[^\n]*\n/);
    assert.match(out, /\n {2}new secrets: psk:berlin--hamburg, psk:berlin--munich\n/);
    assert.match(
      out,
      /\n {2}\+ wireguard\/tl-hamburg\.conf\n {4}--- \/dev\/null\n {4}\+\+\+ b\/wireguard\/tl-hamburg/,
    );
    const last = out.trimEnd().split('\n').at(-1);
    assert.equal(last, 'Plan: 3 nodes added, 0 changed, 0 removed. The management tunnel is not touched.');
    assert.equal(await stateOf(harness), before, 'it writes nothing');
  });

  it('shows a change with its impact first and the diff after it, and only where something differs', async () => {
    const { harness } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('set', 'vars.x', '1');
    await harness.json('set', 'mss_clamp', 'false', '--node', 'munich');
    const { code, out } = await harness.cli('plan');
    assert.equal(code, 2);
    assert.match(out, /^~ node munich \(changed\)\n {2}[!*+] /);
    assert.match(out, /\n {4}-mss_clamp = true\n {4}\+mss_clamp = false\n/);
    assert.doesNotMatch(out, /node berlin/);
    assert.match(
      out,
      /\nPlan: 0 nodes added, 1 changed, 0 removed\. The management tunnel is not touched\.\n$/,
    );
  });

  it('says of a node that leaves that it loses the management tunnel', async () => {
    const { harness } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('site', 'remove', 'munich');
    const { out } = await harness.cli('plan', '--summary');
    assert.match(out, /- node munich \(removed\)\n/);
    assert.match(
      out,
      /0 nodes added, 2 changed, 1 removed\. The management tunnel is not touched, but for what/,
    );
  });

  for (const flag of ['--summary', '--no-diff']) {
    it(`leaves the diffs out with ${flag}, in JSON too`, async () => {
      const { out } = await fleet.harness.cli('plan', flag);
      assert.match(out, / {2}\+ bird\/bird\.conf\n/);
      assert.doesNotMatch(out, /@@|\/dev\/null/);
      const { changes } = await planDocument(flag);
      assert.ok(
        changes.every(({ files }) => files.length > 5 && files.every((file) => file.diff === undefined)),
      );
    });
  }

  it('is one JSON document with everything in it, and nothing on standard error on a terminal either', async () => {
    const { harness } = fleet;
    const first = await planDocument();
    assert.deepEqual(
      first.changes.map(({ node, kind }) => [node, kind]),
      ['berlin', 'hamburg', 'munich'].map((name) => [name, 'added']),
    );
    assert.deepEqual([first.base_release, first.findings, first.warnings], [0, [], []]);
    await harness.json('commit', '-m', 'first');
    await harness.json('set', 'lan', '["10.9.0.0/24"]', '--node', 'berlin');
    const { changes, base_release } = await planDocument();
    assert.equal(base_release, 1);
    const berlin = changes.find(({ node }) => node === 'berlin');
    assert.deepEqual(Object.keys(berlin ?? {}), ['node', 'kind', 'files', 'secrets', 'impacts']);
    assert.ok(
      berlin?.impacts.some(({ kind, subject }) => kind === 'prefix_added' && subject === '10.9.0.0/24'),
    );
    assert.ok(
      berlin?.files.some(
        ({ path, diff }) => path === 'bird/filters.conf' && /^\+.*10\.9\./m.test(diff ?? ''),
      ),
    );
    const ran = await harness.cliIn({ errIsTerminal: true }, 'plan', '--json');
    assert.deepEqual([ran.code, ran.err], [2, '']);
  });

  it('ends with 0 and says against what it compared where there is nothing to do', async () => {
    const { harness } = fleet;
    await harness.json('commit', '-m', 'first');
    const { code, out } = await harness.cli('plan');
    const lags = 'which is not activated everywhere; none was yet';
    assert.deepEqual([code, out], [0, `Nothing would change (compared with release 1, ${lags}).\n`]);
    await harness.json('activate');
    assert.equal((await harness.cli('plan')).out, 'Nothing would change (compared with release 1).\n');
    assert.deepEqual(await harness.json('plan'), {
      changes: [],
      base_release: 1,
      active_release: 1,
      findings: [],
      warnings: [],
    });
  });

  it('says with what it compares where that is not what routers run', async () => {
    const { harness } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    await harness.json('set', 'mss_clamp', 'false', '--node', 'munich');
    await harness.json('commit', '-m', 'second');
    await harness.json('set', 'mss_clamp', 'false', '--node', 'berlin');
    const { out } = await harness.cli('plan', '--summary');
    assert.match(
      out,
      /\nCompared with release 2, which is not activated everywhere; routers run 1 \(newest activated\)\.\nPlan: /,
    );
    const { base_release, active_release } = await planDocument();
    assert.deepEqual([base_release, active_release], [2, 1]);
    await harness.json('activate');
    assert.match((await harness.cli('plan')).out, /\nCompared with release 2\.\nPlan: /);
  });

  it('ends with 1 where BIRD does not take it, and says that commit would not either', async () => {
    const { harness } = fleet;
    const file = join(harness.config.network_dir, 'templates/bird/custom.conf.njk');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '# ours\n');
    harness.bird.refuses = true;
    const { code, out } = await harness.cli('plan', '--summary');
    assert.equal(code, 1);
    assert.match(out, /\nbird: node berlin: /);
    assert.match(out, /\nPlan: 3 [^\n]*\ncommit would refuse this: BIRD does not take it\n$/);
    const ran = await harness.cli('plan', '--json');
    const { findings } = JSON.parse(ran.out) as { findings: { kind: string }[] };
    assert.deepEqual([ran.code, findings.map(({ kind }) => kind)], [1, ['bird', 'bird', 'bird']]);
    const commit = await harness.cli('commit', '-m', 'first');
    assert.equal(commit.code, 1);
    assert.match(commit.err, /BIRD does not take/);
    harness.bird.refuses = false;
    assert.equal((await harness.cli('plan')).code, 2);
  });

  it('ends with 1 for a broken inventory, and prints nothing but the reason', async () => {
    const { harness } = fleet;
    await harness.write('network.toml', 'name = 3\n');
    for (const args of [['plan'], ['plan', '--json'], ['check'], ['check', '--json']]) {
      const { code, out, err } = await harness.cli(...args);
      assert.deepEqual([code, out], [1, '']);
      assert.match(err, /^towline: network\.toml:1: name: /);
    }
  });

  it('paints what interrupts red, and only where there may be colours', async () => {
    const { harness } = fleet;
    await harness.json('set', 'lan', '["10.9.0.0/24"]', '--node', 'berlin');
    await harness.json('commit', '-m', 'first');
    await harness.json('set', 'lan', '[]', '--node', 'berlin');
    const { out } = await harness.cliIn({ colour: true }, 'plan');
    const red = '\x1b[31m';
    assert.ok(out.includes(`${red}! 10.9.0.0/24 `), out);
    assert.ok(out.includes('\x1b[36m@@'));
    assert.equal((await harness.cli('plan')).out.includes('\x1b'), false);
  });

  it('shows what would steer a terminal as text', async () => {
    const { harness } = fleet;
    const file = join(harness.config.network_dir, 'templates/bird/custom.conf.njk');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '# \x1b[2J\u202e hidden\n');
    const { out } = await harness.cli('plan');
    assert.ok(out.includes('+# \\u{1b}[2J\\u{202e} hidden'), out.slice(-2000));
    assert.ok(!out.includes('\x1b') && !out.includes('\u202e'));
    const { changes } = await planDocument();
    assert.ok(JSON.stringify(changes).includes('u001b[2J'), 'JSON keeps it');
  });

  it('cuts a diff that is too long for a message, and says how to see all of it', async () => {
    const { harness } = fleet;
    const file = join(harness.config.network_dir, 'sites/berlin/templates/bird/custom.conf.njk');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, '# a line of forty characters, all comment\n'.repeat(60_000));
    const { changes } = await planDocument();
    const diff = changes[0]?.files.find(({ path }) => path === 'bird/custom.conf')?.diff ?? '';
    assert.ok(diff.length < 1_100_000);
    assert.match(
      diff.slice(-300),
      /\n\\ cut here, \d+ more lines: once it is released, 'git -C \S+rendered\.git show/,
    );
    assert.match((await harness.cli('plan', '--summary')).out, /\nPlan: 3 nodes added/);
    await harness.json('commit', '-m', 'first');
    const command = /'(git -C \S+ show v1:berlin\/bird\/custom\.conf)' shows all/;
    const shown = await harness.cli('release', 'show', '--diff');
    assert.match(shown.out, command);
    const whole = await harness.git('rendered', 'show', 'v1:berlin/bird/custom.conf');
    assert.equal(whole.split('\n').length, 60_001);
  });
});

describe('check', () => {
  it('ends with 0 and counts what it looked at where it finds nothing', async () => {
    const { code, out } = await fleet.harness.cli('check');
    assert.equal(code, 0);
    assert.match(out, /^Checked 3 nodes, 3 links, [^\n]*: nothing found\.\n$/);
    const document = await fleet.harness.json('check');
    assert.deepEqual([document.nodes, document.links, document.findings], [3, 3, []]);
  });

  it('ends with 2 and names what may not fail, as plan does too', async () => {
    const { harness } = fleet;
    // A chain: hamburg holds the two others together.
    await harness.json('set', 'groups', '["west"]', '--node', 'berlin');
    await harness.json('set', 'groups', '["west", "east"]', '--node', 'hamburg');
    await harness.json('set', 'groups', '["east"]', '--node', 'munich');
    const { code, out } = await harness.cli('check');
    assert.equal(code, 2);
    assert.match(out, /^single point node: [^\n]*hamburg/m);
    assert.match(out, /\nChecked 3 nodes, 2 links, [^\n]*: \d+ findings?\.\n$/);
    const ran = await harness.cli('check', '--json');
    assert.equal(ran.code, 2);
    const { findings } = JSON.parse(ran.out) as { findings: { kind: string; nodes: string[] }[] };
    assert.ok(findings.some(({ kind, nodes }) => kind === 'single_point_node' && nodes.includes('hamburg')));
    const plan = await harness.cli('plan', '--summary');
    assert.match(
      plan.out,
      /\nsingle point node: [^\n]*hamburg[\s\S]*\n\nThere is no release yet\.\nPlan: 3 nodes added/,
    );
    assert.deepEqual(
      (await planDocument()).findings,
      findings.filter(({ kind }) => kind !== 'bird'),
    );
  });
});
