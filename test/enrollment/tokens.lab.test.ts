import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { memoryHolds } from '../../bench/hostile/canaries/memory.ts';
import { Lab } from '../../lab/lab.ts';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { LabNetwork } from '../../lab/network/network.ts';
import { describeInventory } from '../../lab/topology/inventory.ts';
import { formatJoinString, parseJoinString } from '../../shared/enrollment/join-string.ts';
import { tokenKey } from '../../shared/enrollment/token.ts';
import { until } from '../fakes/until.ts';

/** Two sites with a router each. */
const inventory = join(projectFolder(), 'test/services/network');
const createdSchema = z.object({ join_string: z.string() });
const pendingSchema = z.object({
  pending: z.array(z.object({ number: z.number(), identity_fingerprint: z.string() })),
});
const enrollmentSchema = z.object({ join: z.string(), nodeName: z.string() });

let network: LabNetwork;
before(async () => {
  network = new LabNetwork(await Lab.up(await describeInventory(inventory)));
  await network.initController('tokens', inventory);
});
after(() => network?.lab.down());

const enrollmentOf = async (node: string) =>
  enrollmentSchema.parse(JSON.parse(await network.lab.readFile(node, '/var/lib/towline/enrollment.json')));

test('a router with a token is let in at once, and the token is nowhere afterwards', async () => {
  const { lab } = network;
  const flags = ['token', 'create', '--node', 'aachen'];
  const made = createdSchema.parse(await network.towlineJson(flags)).join_string;
  const token = made.split('?')[1] ?? '';
  assert.match(token, /^[0-9A-Z]{32}$/);
  await lab.writeFile('aachen', '/run/join', `${made}\n`, 0o600);
  const asked = await network.agent('aachen', ['enroll', '--join-file', '/run/join', '--name', 'new-router']);
  assert.match(asked.stdout, /^this router is node aachen of site aachen/);
  assert.equal(asked.stderr, '');
  assert.equal((await enrollmentOf('aachen')).join, network.joinString);
  const again = await network.agent('berlin', ['enroll', made], { allowFailure: true });
  assert.equal(again.exitCode, 6);
  assert.match(again.stderr, /its token is not known, used up, expired or revoked/);

  const { privateKey } = tokenKey(token);
  const needles = [token, privateKey, privateKey.toString('hex')].map((needle) => Buffer.from(needle));
  const pid = await network.controllerService?.pid();
  assert.ok(pid);
  assert.ok(memoryHolds(pid, [Buffer.from('new-router')]), 'what it was told is found');
  assert.equal(memoryHolds(pid, needles), false);
  for (const [machine, path] of [
    ['controller', '/var/lib/towline'],
    ['controller', '/etc/towline'],
    ['controller', '/var/log'],
    ['aachen', '/var/lib/towline'],
  ] as const) {
    const grep = ['grep', '-rqaF', token, path];
    assert.equal((await lab.exec(machine, grep, { allowFailure: true })).exitCode, 1, `${machine}:${path}`);
  }
});

test('a router without a pin is refused, and trusts the first key where a person says so', async () => {
  const { endpoints, keyHash } = parseJoinString(network.joinString);
  const unpinned = formatJoinString({ endpoints });
  const refused = await network.agent('berlin', ['enroll', unpinned], { allowFailure: true });
  assert.equal(refused.exitCode, 6);
  assert.match(refused.stderr, /does not pin the controller's key.*--trust-on-first-use/);

  const asking = network.agent('berlin', ['enroll', unpinned, '--trust-on-first-use']);
  const request = await until('berlin asks to join', async () => {
    return pendingSchema.parse(await network.towlineJson(['pending'])).pending[0];
  });
  await network.towline(['approve', String(request.number)]);
  const { stderr } = await asking;
  assert.ok(stderr.includes(keyHash?.toString('hex') ?? '-'));
  assert.ok(stderr.includes(request.identity_fingerprint));
  assert.deepEqual(await enrollmentOf('berlin'), { join: network.joinString, nodeName: 'berlin' });
});
