import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { commit } from '../../controller/release/commit.ts';
import { rollback } from '../../controller/release/rollback.ts';
import { fleetOfThree } from './fleet.ts';
import { Router } from './router.ts';

const fleet = fleetOfThree();
const author = 'test <test@localhost>';
const quiet = { progress: () => undefined, change: async () => undefined };

/** Commits and activates; gives the release's number. */
async function release(message: string): Promise<number> {
  const { release: number } = await fleet.harness.json('commit', '-m', message);
  await fleet.harness.json('activate');
  return Number(number);
}

/** That the rendered files of two releases are the same, and that nothing is left to do. */
async function assertSame(first: number, second: number | string): Promise<void> {
  const { harness } = fleet;
  assert.equal(await harness.git('rendered', 'diff', '--stat', `v${first}`, String(second)), '');
  assert.equal((await harness.cli('plan')).code, 0);
  assert.equal(await harness.git('network', 'status', '--porcelain'), '');
}

describe('a rollback', () => {
  it('over a removed node leaves an inventory that can be planned and committed', async () => {
    const { harness } = fleet;
    await release('first');
    await harness.json('node', 'remove', 'munich');
    await release('without munich');
    await harness.json('rollback', '1');
    await assertSame(1, 'main');
    assert.match(await harness.git('network', 'ls-files', 'generated'), /generated\/munich\.toml/);
    assert.equal((await harness.json('commit', '-m', 'nothing')).release, null);
  });

  it('takes an AS number back', async () => {
    const { harness } = fleet;
    await release('first');
    await harness.json('set', 'asn', '65010', '--site', 'berlin');
    await release('another AS');
    assert.notEqual(await harness.git('rendered', 'diff', '--stat', 'v1', 'v2'), '');
    await harness.json('rollback', '1');
    await assertSame(1, 'main');
  });

  it('gives the ports of a node back that had left its group', async () => {
    const { harness } = fleet;
    await release('first');
    await harness.json('set', 'groups', '["elsewhere"]', '--node', 'berlin');
    await release('apart');
    await harness.json('set', 'groups', '["default"]', '--node', 'berlin');
    await release('together');
    await harness.json('rollback', '1');
    await assertSame(1, 'main');
  });

  it('leaves a node that came since with what it was given', async () => {
    const { harness } = fleet;
    await release('first');
    const kiel = await Router.join(harness, 'kiel', '--site', 'kiel');
    await release('with kiel');
    await harness.json('rollback', '1');
    await harness.json('rollback', '2');
    await assertSame(2, 'main');
    assert.equal((await kiel.fetch(4)).manifest.nodeId, kiel.answer.nodeId);
    await kiel.close();
  });

  it('is refused, and loses nothing, where somebody edits the inventory meanwhile', async () => {
    const { harness } = fleet;
    await release('first');
    await harness.json('set', 'mss_clamp', 'false');
    await release('second');
    const { releases } = harness.controller;
    const file = join(harness.config.network_dir, 'network.toml');
    const sink = { ...quiet, change: async () => writeFileSync(file, 'name = "an hour of work"\n') };
    await assert.rejects(rollback(releases, 1, author, false, sink), /not committed/);
    assert.match(await harness.git('network', 'diff'), /an hour of work/);
    assert.equal(harness.controller.store.releases.newest(), 2);
  });

  it('to what the newest release has activates it, where that was still to be done', async () => {
    const { harness } = fleet;
    await release('good');
    await harness.json('set', 'mss_clamp', 'false');
    await release('bad');
    await harness.json('set', 'mss_clamp', '--unset');
    await harness.json('commit', '-m', 'good again');
    const { warnings } = await harness.json('rollback', '1');
    assert.match(String(warnings), /release 3 has this content: activated, it changes berlin hamburg munich/);
    assert.deepEqual(
      ['berlin', 'hamburg', 'munich'].map((name) => fleet.desired(name as 'berlin')),
      [3, 3, 3],
    );
  });

  it('without a number is refused while the newest release is not activated', async () => {
    const { harness } = fleet;
    await release('good');
    await harness.json('set', 'mss_clamp', 'false');
    await harness.json('commit', '-m', 'not yet');
    const { code, err } = await harness.cli('rollback');
    assert.equal(code, 1);
    assert.match(err, /release 2 is not activated everywhere.*'towline rollback 1'/);
  });
});

describe('a commit', () => {
  /** Commits, and edits a file of Berlin while the bundles are rendered. */
  const commitDuringEdit = async (message: string) => {
    const { releases, config } = { ...fleet.harness.controller, config: fleet.harness.config };
    const file = join(config.network_dir, 'sites/berlin/berlin/node.toml');
    let isDone = false;
    const progress = (step: string) => {
      if (step === 'rendering' && !isDone) writeFileSync(file, 'lan = ["10.7.0.0/24"]\n');
      isDone ||= step === 'rendering';
    };
    return commit(releases, { message, author }, { progress });
  };
  const committed = () => fleet.harness.git('inventory', 'show', 'main:sites/berlin/berlin/node.toml');

  it('of everything is refused where a file changes while it is compiled, and takes it the next time', async () => {
    await assert.rejects(
      commitDuringEdit('first'),
      /sites\/berlin\/berlin\/node\.toml changed while the inventory was compiled: repeat/,
    );
    assert.equal(fleet.harness.controller.store.releases.newest(), 0);
    assert.equal(await release('first'), 1);
    assert.match(await fleet.harness.git('rendered', 'show', 'v1:berlin/agent/settings.toml'), /10\.7\.0\.0/);
    assert.match(await committed(), /10\.7/);
  });

  it('of a change has what was compiled, and not what was saved meanwhile', async () => {
    const { harness } = fleet;
    await release('first');
    await harness.json('set', 'mss_clamp', 'false');
    assert.equal((await commitDuringEdit('second')).release, 2);
    assert.doesNotMatch(await harness.git('rendered', 'show', 'v2:berlin/agent/settings.toml'), /10\.7/);
    assert.doesNotMatch(await committed(), /10\.7/);
    assert.equal(await release('third'), 3);
    assert.match(await committed(), /10\.7/);
  });

  it('is refused where git would leave out a file that is compiled', async () => {
    const { harness } = fleet;
    await harness.write('.gitignore', '*.njk\n');
    mkdirSync(join(harness.config.network_dir, 'templates/bird'), { recursive: true });
    await harness.write('templates/bird/custom.conf.njk', '# ours\n');
    const { code, err } = await harness.cli('commit', '-m', 'first');
    assert.equal(code, 1);
    assert.match(err, /templates\/bird\/custom\.conf\.njk is part of the inventory, and git ignores it/);
    await harness.git('network', 'add', '-f', 'templates/bird/custom.conf.njk');
    assert.equal(await release('first'), 1);
  });

  it('ends the enrollment of a router that was approved by mistake and never had a bundle', async () => {
    const { harness } = fleet;
    await release('first');
    const stray = await Router.join(harness, 'stray', '--site', 'strays');
    await harness.json('site', 'remove', 'strays');
    const plan = await harness.cli('plan');
    assert.equal(plan.code, 2);
    assert.match(plan.out, /stray.*\n.*its enrollment ends/);
    assert.equal(await release('without it'), 2);
    await assert.rejects(stray.report({}), { code: 16 });
    assert.equal(harness.controller.store.nodes.findByName('stray'), undefined);
    await stray.close();
  });
});
