import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readlink, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { boot } from '../../agent/boot.ts';
import { readBundle } from '../../agent/check/bundle.ts';
import { type CyclePorts, runCycle } from '../../agent/cycle.ts';
import { findDrift } from '../../agent/drift/find.ts';
import { repairDrift } from '../../agent/drift/repair.ts';
import { openJournal } from '../../agent/journal/store.ts';
import { prepare } from '../../agent/system/prepare.ts';
import { readLinks } from '../../shared/net/link.ts';
import { run } from '../../shared/os/run.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { type BundleSpec, makeBundle, networkId } from '../fakes/bundles.ts';
import { FakeController } from '../fakes/controller.ts';
import { isIsolated, isolated, privateRun, startNeighbour } from '../fakes/namespaces.ts';
import { protocolTimes, startedAnew } from '../fakes/protocol-times.ts';
import { until } from '../fakes/until.ts';
import { never } from './cycle-fixture.ts';
import {
  allUp,
  established,
  type LinkOptions,
  nodeFiles,
  powerCut,
  psk,
  realParts,
  setUpNeighbour,
} from './node-fixture.ts';

const stateDir = '/run/state';

if (!isIsolated) test('the agent on real WireGuard and BIRD', () => isolated(fileURLToPath(import.meta.url)));
else insideNamespace();

function insideNamespace(): void {
  const controller = new FakeController();
  let parts: CyclePorts;

  const bundle = (release: number, links: readonly LinkOptions[], more: Partial<BundleSpec> = {}) =>
    makeBundle({ release, files: nodeFiles(links), secrets: [psk], ...more });
  const cycle = (made: ReturnType<typeof makeBundle>) => {
    controller.bundle = made;
    return runCycle(parts, controller.open(), made.desired, never);
  };
  const linkIndices = async () =>
    Object.fromEntries(
      (await readLinks(run)).flatMap(({ name, index }) => (name.startsWith('tl-') ? [[name, index]] : [])),
    );
  const loopbacks = async () => (await readLinks(run)).find(({ name }) => name === 'lo')?.addresses ?? [];
  // A session that was reset has a later time.
  const sessionTimes = async () =>
    protocolTimes(await run('birdc', ['-s', '/run/bird/bird.ctl', 'show', 'protocols']));

  before(async () => {
    await privateRun();
    await setUpNeighbour(await startNeighbour());
    parts = await realParts(stateDir, controller);
  });

  test('the machine is made a router, and a second time changes nothing', async () => {
    const warnings = await prepare(run, {
      agentUid: 0,
      mssClamp: true,
      controller: { address: 'fd12::1', port: 7443, prefix: 'fd12::/64' },
    });
    assert.deepEqual(warnings, []);
    const rules = await run('ip', ['-6', 'rule', 'show']);
    assert.match(rules, /^7400:\s+from all lookup main suppress_prefixlength 0/m);
    assert.match(rules, /^7401:\s+not from all fwmark 0x746c lookup 7400/m);
    assert.deepEqual(await prepare(run, { agentUid: 0, mssClamp: true }), []);
    assert.equal(await run('ip', ['-6', 'rule', 'show']), rules);
    assert.equal((await readFile('/proc/sys/net/ipv6/conf/all/forwarding', 'utf8')).trim(), '1');
    assert.match(await run('nft', ['list', 'table', 'inet', 'towline']), /maxseg size set rt mtu/);
    const controlled = {
      controller: { address: 'fd12::1', port: 7443, prefix: 'fd12::/64' },
      mssClamp: true,
    };
    await prepare(run, { ...controlled, agentUid: 990 });
    assert.deepEqual(await prepare(run, { ...controlled, agentUid: 0 }, true), []);
    assert.match(await run('nft', ['list', 'table', 'inet', 'towline']), /skuid != 990/);
  });

  test('a first bundle brings interfaces, loopbacks and sessions up and is confirmed', async () => {
    assert.equal(await cycle(bundle(1, [{ index: 0 }, { index: 1 }])), 'confirmed');
    await allUp(parts, ['tl_hamburg', 'tl_kiel']);
    const addresses = await loopbacks();
    assert.ok(addresses.includes('10.255.0.1/32') && addresses.includes('fd00:1::1/128'), addresses.join());
    const hamburg = (await readLinks(run)).find(({ name }) => name === 'tl-hamburg');
    assert.deepEqual(hamburg?.addresses, ['fe80::11/64']);
    assert.equal(hamburg?.mtu, 1400);
    assert.equal(parts.journal.current().phase.state, 'confirmed');
  });

  test('nothing differs from a bundle that was applied, and what a hand changes is found', async () => {
    const confirmed = await readBundle(await realpath(join(stateDir, 'current')), parts.bundleKeys);
    const drift = () => findDrift(parts, confirmed);
    assert.deepEqual(await drift(), []);
    await run('ip', ['address', 'add', '10.8.8.8/32', 'dev', 'tl-kiel']);
    await run('wg', ['set', 'tl-hamburg', 'listen-port', '51900']);
    await run('ip', ['-6', 'rule', 'delete', 'preference', '7401']);
    await run('nft', ['delete', 'table', 'inet', 'towline']);
    const found = [
      'links: tl-hamburg listens on port 51900 instead of 51821',
      'links: tl-kiel has 10.8.8.8/32 besides',
      'rules: ip -6 rule',
      'packet filter: the table inet towline is gone',
    ];
    assert.deepEqual(await drift(), found);
    await repairDrift({ ...parts, client: () => controller.open() }, confirmed, new AbortController().signal);
    assert.deepEqual(await drift(), []);
  });

  test('no key is on the disk outside the key files, and a WireGuard file is 0600', async () => {
    const text = await run('grep', ['-r', '-l', '-F', '-e', psk.value.toString('base64'), stateDir]).catch(
      () => '',
    );
    assert.equal(text, '');
    const mode = await run('stat', ['-c', '%a', join(stateDir, 'current/wireguard/tl-hamburg.conf')]);
    assert.equal(mode.trim(), '600');
  });

  test('the bundle that runs is not written or loaded again, whatever release it comes with', async () => {
    const before = await run('find', [
      join(stateDir, 'bundles'),
      join(stateDir, 'current'),
      '-printf',
      '%p %T@\n',
    ]);
    const sessions = await sessionTimes();
    assert.equal(await cycle(bundle(1, [{ index: 0 }, { index: 1 }])), 'unchanged');
    assert.equal(await cycle(bundle(2, [{ index: 0 }, { index: 1 }])), 'unchanged');
    assert.equal(parts.journal.current().highestSeen?.release, 2);
    assert.equal(
      await run('find', [join(stateDir, 'bundles'), join(stateDir, 'current'), '-printf', '%p %T@\n']),
      before,
    );
    assert.deepEqual(startedAnew(sessions, await sessionTimes()), []);
  });

  test('a changed link and a new one leave the other interface, its session and its packets alone', async () => {
    const before = await linkIndices();
    const sessions = await sessionTimes();
    assert.ok(sessions.has('tl_hamburg'));
    const ping = spawn('ping', ['-6', '-i', '0.01', '-W', '1', 'fe80::12%tl-hamburg'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let report = '';
    ping.stdout.on('data', (text) => {
      report += text;
    });
    const outcome = await cycle(bundle(3, [{ index: 0 }, { index: 1, keepalive: 20 }, { index: 2 }]));
    await allUp(parts, ['tl_hamburg', 'tl_kiel', 'tl_bonn']);
    ping.kill('SIGINT');
    await once(ping, 'exit');
    assert.equal(outcome, 'confirmed');
    const after = await linkIndices();
    assert.equal(after['tl-hamburg'], before['tl-hamburg']);
    assert.equal(after['tl-kiel'], before['tl-kiel']);
    assert.notEqual(after['tl-bonn'], undefined);
    assert.equal((await parts.wireguard.state()).get('tl-kiel')?.peers[0]?.persistentKeepalive, 20);
    assert.ok(!startedAnew(sessions, await sessionTimes()).includes('tl_hamburg'));
    // All of them in their order; those of the last 100 ms may have been on their way when ping was told to end.
    const answered = [...report.matchAll(/icmp_seq=(\d+)/g)].map(([, sequence]) => Number(sequence));
    const sent = Number(/(\d+) packets transmitted/.exec(report)?.[1]);
    assert.deepEqual(
      answered,
      answered.map((_, index) => index + 1),
    );
    assert.ok(answered.length > 50 && sent - answered.length <= 10, `${answered.length} of ${sent} answered`);
  });

  test('a link that is no longer wanted goes, the others stay', async () => {
    const before = await linkIndices();
    assert.equal(await cycle(bundle(4, [{ index: 0 }, { index: 1, keepalive: 20 }])), 'confirmed');
    assert.deepEqual(await linkIndices(), {
      'tl-hamburg': before['tl-hamburg'],
      'tl-kiel': before['tl-kiel'],
    });
    assert.deepEqual(await established(parts.bird), ['tl_hamburg', 'tl_kiel']);
  });

  test('interfaces of others are never touched', async () => {
    await run('ip', ['link', 'add', 'tlx', 'type', 'veth', 'peer', 'name', 'eth9']);
    assert.equal(await cycle(bundle(5, [{ index: 0 }])), 'confirmed');
    const names = (await readLinks(run)).map(({ name }) => name).sort();
    assert.deepEqual(names, ['eth9', 'lo', 'tl-hamburg', 'tlx', 'wan0']);
  });

  test('without a confirmation of the controller everything is put back', async () => {
    const before = await linkIndices();
    const current = await readlink(join(stateDir, 'current'));
    controller.isReachable = false;
    const spec = { files: nodeFiles([{ index: 0 }, { index: 1 }], '10.255.0.99'), confirmWindowS: 2 };
    const outcome = await cycle(bundle(6, [], spec));
    controller.isReachable = true;
    assert.equal(outcome, 'rolledBack');
    assert.deepEqual(await linkIndices(), before);
    assert.equal(await readlink(join(stateDir, 'current')), current);
    const addresses = await loopbacks();
    assert.ok(addresses.includes('10.255.0.1/32') && !addresses.includes('10.255.0.99/32'), addresses.join());
    const { lastApply, failures, phase, running } = parts.journal.current();
    assert.match(lastApply?.reason ?? '', /the controller did not confirm/);
    assert.equal(failures?.count, 0);
    assert.deepEqual([phase.state, running?.release], ['confirmed', 5]);
    assert.deepEqual(await established(parts.bird), ['tl_hamburg']);
  });

  test('a bundle that loses an established session is put back, and the session returns', async () => {
    const outcome = await cycle(bundle(7, [{ index: 0, remoteAs: 65003 }], { confirmWindowS: 3 }));
    assert.equal(outcome, 'rolledBack');
    assert.match(
      parts.journal.current().lastApply?.reason ?? '',
      /sessions that were established are not again: tl_hamburg/,
    );
    assert.equal(parts.journal.current().failures?.count, 1);
    await allUp(parts, ['tl_hamburg']);
  });

  test("what BIRD's own check refuses changes nothing", async () => {
    const before = await linkIndices();
    const files = { ...nodeFiles([{ index: 0 }, { index: 1 }]), 'bird/ebgp.conf': 'protocol nonsense {}\n' };
    assert.equal(await cycle(bundle(8, [], { files })), 'refused');
    assert.match(parts.journal.current().lastApply?.reason ?? '', /ebgp\.conf/);
    assert.deepEqual(await linkIndices(), before);
  });

  test('a node that lost power while it tried a bundle starts with the one before', async () => {
    const made = bundle(9, [{ index: 0 }, { index: 2 }]);
    const hanging = {
      ...parts,
      openClient: () => ({ ...controller.open(), confirm: () => new Promise<never>(() => {}) }),
    };
    controller.bundle = made;
    void runCycle(hanging, controller.open(), made.desired, never);
    await until('the new link is there', async () => 'tl-bonn' in (await linkIndices()));
    await until('current is switched', async () => {
      const { phase } = parts.journal.current();
      return (
        phase.state === 'proving' &&
        basename(await readlink(join(stateDir, 'current'))) === phase.bundle.digest
      );
    });
    const restarted = { ...parts, journal: await openJournal(parts.paths.journal, networkId) };
    await boot(restarted, never);
    parts = restarted;
    assert.deepEqual(Object.keys(await linkIndices()), ['tl-hamburg']);
    assert.equal(parts.journal.current().lastApply?.outcome, 'rolledBack');
    await allUp(parts, ['tl_hamburg']);
  });

  test('a change that breaks a link is found out before it is confirmed', async () => {
    const files = nodeFiles([{ index: 0 }]);
    const path = 'wireguard/tl-hamburg.conf';
    // BGP itself would go on to look well until BFD's time is over.
    files[path] = (files[path] ?? '').replace('0.0.0.0/0, ::/0', '0.0.0.0/0');
    assert.equal(await cycle(bundle(10, [], { files, confirmWindowS: 5 })), 'rolledBack');
    assert.match(parts.journal.current().lastApply?.reason ?? '', /tl[-_]hamburg/);
    assert.equal(parts.journal.current().failures?.count, 1);
    await allUp(parts, ['tl_hamburg']);
  });

  test('links that take the ports of each other keep their sessions', async () => {
    assert.equal(await cycle(bundle(11, [{ index: 0 }, { index: 1 }])), 'confirmed');
    await allUp(parts, ['tl_hamburg', 'tl_kiel']);
    const sessions = await sessionTimes();
    const files = nodeFiles([{ index: 0 }, { index: 1 }]);
    for (const [name, port] of [
      ['hamburg', 51822],
      ['kiel', 51823],
    ] as const) {
      const path = `wireguard/tl-${name}.conf`;
      files[path] = (files[path] ?? '').replace(/ListenPort = \d+/, `ListenPort = ${port}`);
    }
    assert.equal(await cycle(bundle(12, [], { files })), 'confirmed');
    assert.deepEqual(startedAnew(sessions, await sessionTimes()), []);
    assert.equal(await cycle(bundle(13, [{ index: 0 }])), 'confirmed');
    await allUp(parts, ['tl_hamburg']);
  });

  test("a BIRD that runs another configuration is made to run the agent's", async () => {
    await writeAtomically('/run/distribution.conf', 'router id 10.0.0.1;\nprotocol device {\n}\n', 0o644);
    await parts.bird.configureFrom('/run/distribution.conf');
    assert.deepEqual(await established(parts.bird), []);
    await boot(parts, never);
    await allUp(parts, ['tl_hamburg']);
  });

  test('after a reboot links, loopbacks and BIRD come up from the disk without the controller', async () => {
    await powerCut(parts);
    await boot(parts, never);
    await allUp(parts, ['tl_hamburg']);
    assert.ok((await loopbacks()).includes('10.255.0.1/32'));
  });
}
