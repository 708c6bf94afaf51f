import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { runCycle } from '../../agent/cycle.ts';
import { saveEnrollment } from '../../agent/enroll/store.ts';
import type { Journal } from '../../agent/journal/schema.ts';
import type { AgentStatus } from '../../agent/report/status.ts';
import { buildAgent } from '../../scripts/build-agent.ts';
import { generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { readLinks } from '../../shared/net/link.ts';
import { CommandError, run } from '../../shared/os/run.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { makeBundle, networkId, nodeId, sealing, signing } from '../fakes/bundles.ts';
import { FakeController } from '../fakes/controller.ts';
import { isIsolated, isolated, privateRun, startNeighbour } from '../fakes/namespaces.ts';
import { until } from '../fakes/until.ts';
import { never } from './cycle-fixture.ts';
import {
  allUp,
  birdSocketPath,
  nodeFiles,
  own,
  powerCut,
  psk,
  realParts,
  setUpNeighbour,
} from './node-fixture.ts';

const stateDir = '/run/state';
const program = '/run/towline-agent.mjs';

if (!isIsolated)
  test('the built agent on real WireGuard and BIRD', () => isolated(fileURLToPath(import.meta.url)));
else insideNamespace();

function insideNamespace(): void {
  let parts: Awaited<ReturnType<typeof realParts>>;
  let agent: ChildProcess;
  const digests: string[] = [];

  const args = (...words: string[]) => [program, '--config', '/run/agent.toml', ...words];
  const start = () => {
    agent = spawn(process.execPath, args('run'), {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, TOWLINE_LOG: 'error' },
    });
  };
  const end = async (signal: NodeJS.Signals) => {
    const exit = once(agent, 'exit');
    agent.kill(signal);
    return (await exit)[0] as number | null;
  };
  /** Runs a command of the agent's; resolves to its exit code and what it printed. */
  const cli = async (...words: string[]) => {
    try {
      return { code: 0, out: await run(process.execPath, args(...words)) };
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      return { code: error.exitCode, out: error.output };
    }
  };
  const journal = async () => JSON.parse(await readFile(join(stateDir, 'journal.json'), 'utf8')) as Journal;
  const current = async () => basename(await readlink(join(stateDir, 'current')));
  const status = (isSo: (status: AgentStatus) => boolean) =>
    until('the status says so', async () => {
      const text = await readFile('/run/towline/status.json', 'utf8').catch(() => '');
      const parsed = text === '' ? undefined : (JSON.parse(text) as AgentStatus);
      return parsed !== undefined && isSo(parsed) ? parsed : undefined;
    });

  before(async () => {
    await privateRun();
    await buildAgent(program);
    await setUpNeighbour(await startNeighbour());
    const controller = new FakeController();
    parts = await realParts(stateDir, controller);
    for (const [index, links] of [[0], [0, 1], [0, 2]].entries()) {
      const files = nodeFiles(links.map((link) => ({ index: link })));
      const bundle = makeBundle({ release: index + 1, files, secrets: [psk] });
      controller.bundle = bundle;
      assert.equal(await runCycle(parts, controller.open(), bundle.desired, never), 'confirmed');
      digests.push(bundle.desired.bundleDigest.toString('hex'));
      if (index === 0) await run('cp', ['-a', join(stateDir, 'bundles', digests[0] ?? ''), '/run/kept']);
    }
    await enrollByHand();
    await powerCut(parts);
    await run('rm', ['-rf', '/run/towline']);
    start();
  });
  after(() => agent?.kill('SIGKILL'));

  test('it comes up from its disk after a power cut, without the controller, and says how it is', async () => {
    await allUp(parts, ['tl_hamburg', 'tl_bonn']);
    const shown = await status(
      ({ links }) =>
        links.length === 2 &&
        links.every(({ bgpState, bfdState }) => bgpState === 'Established' && bfdState === 'Up'),
    );
    assert.deepEqual(
      [shown.state, shown.controller.connected, shown.birdState],
      ['confirmed', false, 'running'],
    );
    assert.ok(shown.residentBytes < 120 * 1024 * 1024, `${shown.residentBytes} bytes`);
    const management = (await readLinks(run)).find(({ name }) => name === 'tlmgmt');
    assert.deepEqual([management?.mtu, management?.addresses], [1280, ['fd12:3456:789a::1:7/128']]);
  });

  test('a second one on the same state names the first, and leaves it alone', async () => {
    const { code, out } = await cli('run');
    assert.equal(code, 1);
    assert.match(
      out,
      new RegExp(`another agent runs on this machine \\(process ${agent.pid} holds .*control\\.sock\\)`),
    );
    assert.equal(agent.exitCode, null);
  });

  test('a BIRD that died is started again within seconds', async () => {
    const pid = async () => (await readFile(`${birdSocketPath}.pid`, 'utf8').catch(() => '')).trim();
    const before = await pid();
    process.kill(Number(before), 'SIGKILL');
    await until('another BIRD runs', async () => (await pid()) !== before && (await parts.bird.isRunning()));
    await allUp(parts, ['tl_hamburg', 'tl_bonn']);
  });

  test("an operator's rollback is done by the agent that runs", async () => {
    const { code, out } = await cli('rollback', '--json', '--reason', 'voice is down');
    assert.equal(code, 0, out);
    const reason = 'an operator asked: voice is down';
    assert.deepEqual(JSON.parse(out), { node: 'berlin', left_release: 3, release: 2, reason });
    assert.equal(await current(), digests[1]);
    await allUp(parts, ['tl_hamburg', 'tl_kiel']);
    const shown = await status(({ quarantined }) => quarantined !== null);
    assert.deepEqual([shown.state, shown.quarantined, shown.reason], ['quarantined', digests[2], reason]);
    assert.match((await cli('status')).out, /^quarantine +bundle \w+, until a newer release/m);
    const again = await cli('rollback');
    assert.deepEqual([again.code, /nothing to go back to/.test(again.out)], [1, true]);
    assert.equal((await cli('rollback', '--reason', 'x'.repeat(600))).code, 2);
  });

  test('without an agent, killed with its socket left, the command does it itself', async () => {
    await end('SIGKILL');
    // The journal as it was while release 2 ran and nothing else had been tried.
    const { failures: _failures, lastApply: _lastApply, ...rest } = await journal();
    const [first = ''] = digests;
    const bundle = { digest: first, epoch: 1, release: 1 };
    await run('cp', ['-a', '/run/kept', join(stateDir, 'bundles', first)]);
    const text = JSON.stringify({ ...rest, phase: { state: 'confirmed' }, before: bundle });
    await writeAtomically(join(stateDir, 'journal.json'), text, 0o600);
    const { code, out } = await cli('rollback');
    assert.equal(code, 0, out);
    assert.match(out, /^release 2 is in quarantine, release 1 runs: an operator asked$/m);
    assert.equal(await current(), first);
    await allUp(parts, ['tl_hamburg']);
    const { phase, running } = await journal();
    assert.deepEqual([phase.state, running?.release], ['quarantined', 1]);
    await run('rm', ['/run/towline/status.json']);
    start();
    await status(({ state, birdState }) => state === 'quarantined' && birdState === 'running');
  });

  test('ending it leaves links and BIRD running, and its socket is gone', async () => {
    assert.match((await cli('rollback')).out, /nothing to go back to/);
    assert.equal(await end('SIGTERM'), 0);
    await allUp(parts, ['tl_hamburg']);
    assert.equal((await parts.wireguard.state()).has('tlmgmt'), true);
    assert.doesNotMatch(await run('ls', ['/run/towline']), /control/);
  });

  async function enrollByHand(): Promise<void> {
    await writeAtomically('/run/agent.toml', `state_dir = "${stateDir}"\n`, 0o644);
    await run('mkdir', ['-p', '-m', '700', join(stateDir, 'keys')]);
    const keys = { link: own.privateKey, sealing: sealing.privateKey };
    for (const [name, key] of Object.entries(keys)) {
      await writeAtomically(join(stateDir, `keys/${name}.key`), `${key.toString('base64')}\n`, 0o600);
    }
    await saveEnrollment(join(stateDir, 'enrollment.json'), {
      join: '',
      networkId,
      nodeId,
      nodeName: 'berlin',
      siteName: 'berlin',
      managementAddress: 'fd12:3456:789a::1:7',
      managementPrefix: 'fd12:3456:789a::/64',
      controllerAddress: 'fd12:3456:789a::1',
      controllerPort: 7443,
      controllerWireguardPublicKey: generateBoxKeyPair().publicKey.toString('base64'),
      controllerEndpoints: ['10.9.0.77:51820'],
      signingPublicKey: signing.publicKey.toString('base64'),
      epoch: 1,
    });
  }
}
