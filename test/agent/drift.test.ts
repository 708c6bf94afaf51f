import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readBundle } from '../../agent/check/bundle.ts';
import { createDriftWatch } from '../../agent/drift/watch.ts';
import { switchCurrent } from '../../agent/stage/current.ts';
import type { Run } from '../../shared/os/run.ts';
import { files, make, never, setUp } from './cycle-fixture.ts';

const rules =
  '7400:\tfrom all lookup main suppress_prefixlength 0\n7401:\tnot from all fwmark 0x746c lookup 7400\n';

/** A node with a confirmed bundle, its rules, and a service of its own; what is logged, too. */
async function setUpDrift(context: TestContext, drift: 'report' | 'repair') {
  const folder = await mkdtemp(join(tmpdir(), 'towline-drift-'));
  context.after(() => rm(folder, { recursive: true }));
  const destination = join(folder, 'site.d');
  const kernel = { rules, hasFilter: true };
  const wrap =
    (run: Run): Run =>
    async (command, args, options) => {
      if (args.includes('rule') && args.includes('show')) return kernel.rules;
      if (args.includes('rule')) kernel.rules = rules;
      return run(command, args, options);
    };
  const node = await setUp(context, { known: [{ name: 'site', destination, timeout_s: 5 }], wrap });
  const path = 'agent/settings.toml';
  const own: Record<string, string> = {
    ...files('hamburg'),
    'bird/bird.conf': '# tl_hamburg\n',
    'site/rules': 'one\n',
  };
  const bundle = make(1, { files: { ...own, [path]: `drift = "${drift}"\n${own[path]}` } });
  assert.equal(await node.cycle(bundle), 'confirmed');
  node.bird.configured = ['tl_hamburg'];
  const logged: string[] = [];
  const note = (fields: unknown, text?: string) => {
    if (typeof fields === 'string') logged.push(fields);
    else if (text !== undefined && (fields as { drift?: unknown }).drift !== undefined) logged.push(text);
  };
  const digest = node.parts.journal.current().running?.digest ?? '';
  const confirmed = await readBundle(join(node.paths.bundles, digest), node.parts.bundleKeys);
  const state = { isAtRest: true, isConnected: true };
  const watch = createDriftWatch({
    ...node.parts,
    log: { ...node.parts.log, warn: note as never, info: note as never },
    client: () => (state.isConnected ? node.controller.open() : undefined),
    atRest: async (task) => {
      if (state.isAtRest) await task(confirmed);
    },
  });
  return { ...node, destination, kernel, watch, logged, state };
}

type Node = Awaited<ReturnType<typeof setUpDrift>>;

const changes: [name: string, change: (node: Node) => unknown, drift: RegExp][] = [
  [
    'a file edited by hand',
    ({ paths }) => writeFile(join(paths.current, 'bird/bird.conf'), '# tl_hamburg, mine\n'),
    /^files: bird\/bird\.conf is not as it was signed$/,
  ],
  [
    'a file removed',
    ({ paths }) => rm(join(paths.current, 'wireguard/tl-hamburg.conf')),
    /^files: wireguard\/tl-hamburg\.conf is not as it was signed$/,
  ],
  [
    'current led elsewhere',
    ({ paths }) => switchCurrent(paths.current, join(paths.bundles, 'mine')),
    /^files: current leads to mine$/,
  ],
  [
    'an interface deleted',
    ({ wireguard }) => wireguard.devices.delete('tl-hamburg'),
    /^links: tl-hamburg is missing$/,
  ],
  [
    'an interface added',
    ({ wireguard }) => wireguard.ensureInterface('tl-mine'),
    /^links: tl-mine is no link of the bundle$/,
  ],
  [
    'a peer removed',
    ({ wireguard }) => wireguard.devices.get('tl-hamburg')?.peers.splice(0),
    /^links: tl-hamburg has other peers$/,
  ],
  [
    "a peer's networks changed",
    ({ wireguard }) => wireguard.devices.get('tl-hamburg')?.peers[0]?.allowedIps.pop(),
    /^links: tl-hamburg has AllowedIPs 0\.0\.0\.0\/0$/,
  ],
  [
    'a port changed',
    ({ wireguard }) => wireguard.leavePort('tl-hamburg'),
    /^links: tl-hamburg listens on port 0 instead of 51821$/,
  ],
  [
    'an address removed from a link',
    ({ parts }) => parts.run('ip', ['address', 'delete', 'fe80::1/64', 'dev', 'tl-hamburg']),
    /^links: tl-hamburg lacks fe80::1\/64$/,
  ],
  [
    'a loopback removed',
    ({ parts }) => parts.run('ip', ['address', 'delete', '10.255.0.1/32', 'dev', 'lo']),
    /^loopbacks: lo lacks 10\.255\.0\.1\/32$/,
  ],
  [
    'the rules flushed',
    ({ kernel }) => {
      kernel.rules = '0:\tfrom all lookup local\n';
    },
    /^rules: ip -4 rule\nrules: ip -6 rule$/,
  ],
  [
    'BIRD reconfigured',
    ({ bird }) => {
      bird.hand = 'was reconfigured by another hand at 12:00';
    },
    /^bird: was reconfigured by another hand at 12:00$/,
  ],
  [
    'BIRD ended',
    ({ bird }) => {
      bird.running = false;
    },
    /^bird: does not run$/,
  ],
  [
    "a service's file edited",
    ({ destination }) => writeFile(join(destination, 'rules'), 'two\n'),
    /^services: .*site\.d\/rules is not as in the bundle$/,
  ],
];

for (const [name, change, drift] of changes) {
  test(`${name} is reported, logged once, and left alone`, async (context) => {
    const node = await setUpDrift(context, 'report');
    await node.watch.look(never);
    assert.deepEqual([node.watch.current(), node.logged], [[], []]);
    await change(node);
    const before = node.calls.length;
    for (let look = 0; look < 3; look++) await node.watch.look(never);
    assert.match(node.watch.current().join('\n'), drift);
    assert.deepEqual(node.logged, ['not as the confirmed bundle says']);
    const changing = node.calls.slice(before).filter((call) => !/ (list|show)/.test(call));
    assert.deepEqual(changing, []);
  });

  test(`${name} is repaired where the inventory says so`, async (context) => {
    const node = await setUpDrift(context, 'repair');
    await change(node);
    await node.watch.look(never);
    assert.deepEqual(node.watch.current(), []);
    assert.deepEqual(node.logged.slice(0, 1), ['not as the confirmed bundle says']);
    assert.equal(node.logged.at(-1), 'as the confirmed bundle says again');
    assert.equal(await readFile(join(node.destination, 'rules'), 'utf8'), 'one\n');
    assert.equal(node.bird.loaded, '# tl_hamburg\n');
    assert.deepEqual([...node.wireguard.devices.keys()], ['tl-hamburg']);
  });
}

test('another BIRD at the socket shows by its sessions', async (context) => {
  const node = await setUpDrift(context, 'report');
  node.bird.configured = ['mine'];
  await node.watch.look(never);
  assert.deepEqual(node.watch.current(), [
    'bird: runs without session tl_hamburg',
    'bird: runs session mine, which no file of the bundle has',
  ]);
});

test('a file that nobody has but the controller waits for it', async (context) => {
  const node = await setUpDrift(context, 'repair');
  node.state.isConnected = false;
  await writeFile(join(node.paths.current, 'bird/bird.conf'), '# tl_hamburg, mine\n');
  await node.watch.look(never);
  assert.deepEqual(node.watch.current(), ['files: bird/bird.conf is not as it was signed']);
  node.state.isConnected = true;
  await node.watch.look(never);
  assert.deepEqual(node.watch.current(), []);
});

test('while a bundle is on its way nothing is compared', async (context) => {
  const node = await setUpDrift(context, 'report');
  node.bird.running = false;
  node.state.isAtRest = false;
  await node.watch.look(never);
  assert.deepEqual(node.watch.current(), []);
});
