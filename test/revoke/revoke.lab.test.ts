import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LabNetwork } from '../../lab/network/network.ts';
import { meshOf } from '../../lab/network/small.ts';
import { controller } from '../../lab/topology/description.ts';
import { until } from '../lab/until.ts';

const nodes = ['aachen', 'berlin', 'chemnitz'] as const;
let network: LabNetwork;
before(async () => {
  network = await meshOf(nodes);
});
after(() => network?.lab.down());

const run = async (machine: string, ...command: string[]) =>
  (await network.lab.exec(machine, command, { allowFailure: true })).stdout;
/** Each line of a file in base64, the raw bytes of it, and in hexadecimal: however it might lie on a disk. */
const forms = (key: string) => {
  const bytes = Buffer.from(key, 'base64');
  return [key, bytes.toString('latin1'), bytes.toString('hex')];
};

test('the disk of a router that was stolen has no secret of another one', async () => {
  const secrets = new Map<string, { private: string[]; psks: Map<string, string> }>();
  for (const node of nodes) {
    const files = await run(node, 'sh', '-c', 'cat /var/lib/towline/keys/*.key');
    const shown = await run(node, 'wg', 'show', 'all', 'preshared-keys');
    const psks = new Map(
      [...shown.matchAll(/^tl-(\S+)\s+\S+\s+(\S+)$/gm)].map(([, peer = '', key = '']) => [peer, key]),
    );
    secrets.set(node, { private: files.trim().split('\n'), psks });
  }
  for (const node of nodes) {
    const own = secrets.get(node);
    assert.deepEqual([own?.private.length, own?.psks.size], [4, 2], node);
    const disk = Buffer.from(
      await run(
        node,
        'sh',
        '-c',
        'tar -c -f - /var/lib/towline /etc/towline /run/towline /tmp 2>/dev/null | base64 -w0',
      ),
      'base64',
    ).toString('latin1');
    for (const key of own?.private ?? []) assert.ok(disk.includes(key), `${node} has its own keys`);
    for (const [other, { private: keys, psks }] of secrets) {
      if (other === node) continue;
      const foreign = [...psks].flatMap(([peer, key]) => (peer === node ? [] : [key]));
      assert.equal(foreign.length, 1);
      for (const key of [...keys, ...foreign])
        for (const form of forms(key))
          assert.equal(disk.includes(form), false, `${node} has a key of ${other}`);
      // Not even its own pre-shared keys lie there in the clear: they are sealed to it.
      for (const key of psks.values())
        for (const form of forms(key)) assert.equal(disk.includes(form), false);
    }
  }
});

test('a revoked router is refused within seconds, and its links are gone in the next release', async (context) => {
  const enrollment = JSON.parse(await run('chemnitz', 'cat', '/var/lib/towline/enrollment.json')) as {
    controllerAddress: string;
    controllerPort: number;
  };
  // What a thief of the router can do: it runs as root, and has all of its keys.
  const script = `const socket = require('node:net').connect(${enrollment.controllerPort}, '${enrollment.controllerAddress}');
    socket.setTimeout(2000, () => process.exit(1));
    socket.on('error', () => process.exit(1)).on('connect', () => process.exit(0));`;
  const reaches = async () =>
    (await network.lab.exec('chemnitz', [process.execPath, '-e', script], { allowFailure: true }))
      .exitCode === 0;
  assert.equal(await reaches(), true);
  const began = Date.now();
  await network.towline(['node', 'revoke', 'chemnitz', '--reason', 'stolen', '--yes']);
  const peers = async () =>
    (await run(controller, 'wg', 'show', 'tlmgmt', 'peers')).trim().split('\n').length;
  assert.equal(await peers(), 2);
  const cut = Date.now() - began;
  assert.equal(await reaches(), false);
  context.diagnostic(`refused after ${cut} ms`);
  assert.ok(cut < 5_000, `${cut} ms`);
  const links = async (node: string) =>
    (await run(node, 'wg', 'show', 'interfaces')).trim().split(/\s+/).sort();
  assert.ok((await links('aachen')).includes('tl-chemnitz'));
  await network.release('without chemnitz');
  await until('the links are gone', async () =>
    (await Promise.all(['aachen', 'berlin'].map(links))).every((names) => !names.includes('tl-chemnitz')),
  );
  assert.ok((await links('aachen')).includes('tl-berlin'));
});
