import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadConfig, withSocket } from '../../controller/config/load.ts';
import { type Harness, startController } from './harness.ts';
import { Router } from './router.ts';

describe('an inventory that is not in order', () => {
  let harness: Harness;
  before(async () => {
    harness = await startController();
    await (await Router.join(harness, 'b1', '--site', 'berlin')).close();
    await harness.json('node', 'add', 'berlin/spare');
    await harness.json('set', 'lan', '["10.1.0.0/24"]', '--node', 'b1');
    await harness.write('sites/berlin/site.toml', 'asn = "x"\n');
  });
  after(() => harness.close());

  const warning =
    /^warning: the inventory is not in order, so only [^:]* known: sites\/berlin\/site\.toml:1: asn: [^\n]*; 'towline plan' tells all\n$/;

  it('shows nodes with what the database knows, - for the rest, and a warning', async () => {
    const { code, out, err } = await harness.cli('node', 'list');
    assert.equal(code, 0);
    assert.match(err, warning);
    assert.match(out, /\nb1 +berlin +1 +yes +- +-\nspare +berlin +- +no +- +-\n$/);
    const { nodes, problem } = await harness.json('node', 'list');
    assert.match(String(problem), /^sites\/berlin\/site\.toml:1: asn: /);
    const unknown = { loopback_v4: null, loopback_v6: null, peers: null };
    const rest = { site_name: 'berlin', groups: null, ...unknown };
    const [b1] = nodes as { management_address: string }[];
    assert.match(b1?.management_address ?? '', /^fd.*:1:1$/, 'who mends it may have to go there');
    assert.deepEqual(nodes, [
      { name: 'b1', node_id: 1, enrolled: true, ...rest, management_address: b1?.management_address },
      { name: 'spare', node_id: null, enrolled: false, ...rest, management_address: null },
    ]);
  });

  it('shows one node the same way, with its values', async () => {
    const { code, out, err } = await harness.cli('node', 'show', 'b1');
    assert.equal(code, 0);
    assert.match(err, warning);
    assert.match(
      out,
      /^node b1 at site berlin, number 1, enrolled\nloopbacks: {2}-\nmanagement: fd[0-9a-f:]+:1:1\n/,
    );
    assert.match(out, /\ngroups: {5}-\nlinks to: {3}-\n\n[\s\S]*lan = \["10\.1\.0\.0\/24"\]/);
    const { node, problem } = await harness.json('node', 'show', 'spare');
    assert.equal((node as { groups: unknown }).groups, null);
    assert.match(String(problem), /asn/);
  });

  it('shows sites with their nodes, and no number or prefix', async () => {
    const list = await harness.cli('site', 'list');
    assert.match(list.err, warning);
    assert.match(list.out, /\nberlin +- +b1 spare +-\n$/);
    const show = await harness.cli('site', 'show', 'berlin');
    assert.match(show.err, warning);
    assert.match(show.out, /^site berlin\nAS: {4}-\nnodes: b1 spare\nlan: {3}-\n/);
    const { sites, problem } = await harness.json('site', 'list');
    assert.deepEqual(sites, [{ name: 'berlin', nodes: ['b1', 'spare'], asn: null, lan: null }]);
    assert.match(String(problem), /asn/);
  });

  it('still takes a node, and says that its number is not known', async () => {
    const { node, file, problem } = await harness.json('node', 'add', 'berlin/third');
    assert.equal((node as { node_id: unknown }).node_id, null);
    assert.equal(file, 'sites/berlin/third/node.toml');
    assert.match(String(problem), /asn/);
    assert.match((await harness.cli('node', 'add', 'berlin/fourth')).err, warning);
    assert.match((await harness.cli('site', 'add', 'ulm')).err, warning);
  });

  it('in order again is shown without a warning', async () => {
    await harness.write('sites/berlin/site.toml', '');
    for (const args of [
      ['node', 'list'],
      ['node', 'show', 'b1'],
      ['site', 'list'],
      ['site', 'show', 'berlin'],
    ]) {
      assert.equal((await harness.cli(...args)).err, '');
      assert.equal((await harness.json(...args)).problem, null);
    }
    assert.match((await harness.cli('node', 'list')).out, /\nb1 +berlin +1 +yes +10\.255\.0\.1 /);
  });

  it('that is no TOML is named with file and line by set', async () => {
    await harness.write('network.toml', 'name = "example"\nbroken\n');
    const { code, err } = await harness.cli('set', 'mss_clamp', 'false');
    assert.equal(code, 1);
    assert.match(err, /^towline: network\.toml:2: no valid TOML[^\n]*\n$/);
    await harness.write('network.toml', 'name = "example"\n');
  });

  it('is no matter to serve, which takes --socket instead of what the configuration says', async () => {
    const path = join(harness.dir, 'controller.toml');
    const config = loadConfig(path);
    const other = join(harness.dir, 'other.sock');
    assert.deepEqual(withSocket(config, other), { ...config, socket: other });
    const ran = await harness.cli('serve', '--socket', `/${'x'.repeat(110)}`);
    assert.equal(ran.code, 1);
    assert.match(ran.err, /^towline: --socket \/x+: the path of a socket has at most 107 bytes\n$/);
  });
});
