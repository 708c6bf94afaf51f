import assert from 'node:assert/strict';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { before, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Bird } from '../../agent/bird/bird.ts';
import { keepBird } from '../../agent/bird/keep.ts';
import type { CyclePorts } from '../../agent/cycle.ts';
import { runCycle } from '../../agent/cycle.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { run } from '../../shared/os/run.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { type BundleSpec, makeBundle } from '../fakes/bundles.ts';
import { FakeController } from '../fakes/controller.ts';
import { silentLog } from '../fakes/log.ts';
import { isIsolated, isolated, privateRun } from '../fakes/namespaces.ts';
import { until } from '../fakes/until.ts';
import { never } from './cycle-fixture.ts';
import { nodeFiles, realParts } from './node-fixture.ts';

const stateDir = '/run/state';
const socketPath = '/run/bird/bird.ctl';

if (!isIsolated)
  test('the agent with a BIRD that ends, hangs, or is another program', () =>
    isolated(fileURLToPath(import.meta.url)));
else insideNamespace();

function insideNamespace(): void {
  const controller = new FakeController();
  let parts: CyclePorts;
  let bird: Bird;
  let release = 0;

  const cycle = (spec: Partial<BundleSpec> = {}) => {
    release++;
    // The loopback makes each another bundle.
    const bundle = makeBundle({ release, files: nodeFiles([], `10.255.0.${release}`), ...spec });
    controller.bundle = bundle;
    return runCycle(parts, controller.open(), bundle.desired, never);
  };
  /** Numbers of the BIRDs of this namespace; those that have ended stay as zombies of this process. */
  const birds = async () =>
    (await run('ps', ['-C', 'bird', '-o', 'pid=,stat=']).catch(() => ''))
      .split('\n')
      .flatMap((line) => (/^\s*(\d+) [^Z]/.exec(line) ? [Number.parseInt(line, 10)] : []));
  const signal = async (name: NodeJS.Signals) => {
    for (const pid of await birds()) process.kill(pid, name);
  };
  const toState = (wanted: string) => until(`BIRD is ${wanted}`, async () => (await bird.state()) === wanted);
  const restore = () => bird.configure(never, undefined, 'same');
  const reconfigured = async () =>
    /Last reconfiguration on (.*)/.exec(await run('birdc', ['-s', socketPath, 'show', 'status']))?.[1];

  before(async () => {
    await privateRun();
    parts = await realParts(stateDir, controller);
    bird = parts.bird;
    assert.equal(await cycle(), 'confirmed');
  });
  beforeEach(async () => {
    await bird.configure(never);
    assert.equal(await bird.state(), 'running');
    assert.equal((await birds()).length, 1);
  });

  test('a BIRD that has the configuration from us is left alone, and only then', async () => {
    await bird.configure(never, undefined, 'a');
    const first = await reconfigured();
    await bird.configure(never, undefined, 'a');
    assert.equal(await reconfigured(), first);
    assert.equal(await bird.otherHand(), undefined);
    await bird.configure(never, undefined, 'b');
    const second = await reconfigured();
    assert.notEqual(second, first);

    await writeAtomically('/run/other.conf', 'protocol device {\n}\nrouter id 10.0.0.9;\n', 0o644);
    await run('birdc', ['-s', socketPath, 'configure', '"/run/other.conf"']);
    const third = await reconfigured();
    assert.match((await bird.otherHand()) ?? '', /^was reconfigured by another hand at \d{4}-/);
    await bird.configure(never, undefined, 'b');
    assert.notEqual(await reconfigured(), third);
    assert.equal(await bird.otherHand(), undefined);
    // Without the note nothing is certain.
    await rm(parts.paths.birdNote);
    const fourth = await reconfigured();
    await bird.configure(never, undefined, 'b');
    assert.notEqual(await reconfigured(), fourth);
  });

  test('a BIRD that another hand started is told its configuration, and is a difference', async () => {
    await restore();
    await signal('SIGTERM');
    await toState('absent');
    await run('bird', ['-c', join(parts.paths.current, 'bird/bird.conf'), '-s', socketPath], {
      detached: true,
    });
    await toState('running');
    assert.match((await bird.otherHand()) ?? '', /^was started by another hand at \d{4}-/);
    const before = await reconfigured();
    await restore();
    assert.notEqual(await reconfigured(), before);
    assert.equal(await bird.otherHand(), undefined);
  });

  test('a stopped BIRD is silent: no second one is started, and a bundle is put off before anything changes', async () => {
    await signal('SIGSTOP');
    assert.equal(await bird.state(), 'silent');
    await assert.rejects(restore(), /runs and does not answer at .*bird\.ctl .*: no second one is started/);
    const { running } = parts.journal.current();
    await assert.rejects(cycle(), /no second one is started/);
    const journal = parts.journal.current();
    assert.deepEqual([journal.phase.state, journal.running], ['confirmed', running]);
    assert.match(journal.lastApply?.reason ?? '', /does not answer at .*trying again/);
    assert.equal((await birds()).length, 1);
    await signal('SIGCONT');
    await toState('running');
    assert.equal(await cycle(), 'confirmed');
  });

  test('a BIRD that hangs in the middle of a switch does not keep the rest from going back, nor for ever', async () => {
    const { running } = parts.journal.current();
    const hanging = async () => {
      await bird.requireAnswer();
      await signal('SIGSTOP');
    };
    const before = parts;
    parts = { ...parts, bird: { ...bird, requireAnswer: hanging } };
    const outcome = cycle();
    parts = before;
    const loopback = `10.255.0.${release}/32`;
    const addresses = () => run('ip', ['address', 'show', 'dev', 'lo']);
    const { lastApply } = await until(
      'taking back is tried again',
      async () => {
        const journal = parts.journal.current();
        return /tried again/.test(journal.lastApply?.reason ?? '') ? journal : undefined;
      },
      40_000,
    );
    assert.match(lastApply?.reason ?? '', /no second one is started/);
    assert.equal(parts.journal.current().phase.state, 'rollingBack');
    await signal('SIGCONT');
    assert.equal(await outcome, 'rolledBack');
    assert.deepEqual(parts.journal.current().running, running);
    assert.ok(!(await addresses()).includes(loopback));
  });

  test('a BIRD whose socket file is gone is silent, not absent; when it ends another one is started', async () => {
    await rm(socketPath);
    assert.equal(await bird.state(), 'silent');
    await assert.rejects(restore(), /its socket file was removed.*no second one is started/);
    assert.equal((await birds()).length, 1);
    await signal('SIGKILL');
    await toState('absent');
    await restore();
    assert.equal((await birds()).length, 1);
  });

  test('a BIRD that died is started again within seconds, whether its socket is left or not', async () => {
    const ended = new AbortController();
    const keeping = keepBird({ bird, clock: systemClock, log: silentLog, restore }, ended.signal);
    for (const name of ['SIGKILL', 'SIGTERM'] as const) {
      const [pid] = await birds();
      await signal(name);
      await until('another BIRD runs', async () => {
        const [now] = await birds();
        return now !== undefined && now !== pid && (await bird.state()) === 'running';
      });
      assert.equal(await bird.otherHand(), undefined);
    }
    // One that hangs is not ended.
    const [pid] = await birds();
    await signal('SIGSTOP');
    await toState('silent');
    await signal('SIGCONT');
    await toState('running');
    assert.deepEqual(await birds(), [pid]);
    ended.abort();
    await assert.rejects(keeping);
  });

  const others: [name: string, speak: (server: Server) => void, state: string, error: RegExp][] = [
    [
      'that says something else',
      (server) => server.on('connection', (socket) => socket.end('220 mail.example.net ESMTP\r\n')),
      'foreign',
      /another program answers at .*check bird\.socket/,
    ],
    ['that says nothing', () => {}, 'silent', /does not answer at/],
    [
      'that hangs up',
      (server) => server.on('connection', (socket) => socket.end()),
      'silent',
      /does not answer at/,
    ],
  ];
  for (const [name, speak, state, error] of others) {
    test(`another program at the socket, one ${name}, is not taken for BIRD, and none is started beside it`, async () => {
      await signal('SIGKILL');
      await toState('absent');
      await rm(socketPath, { force: true });
      const server = createServer();
      server.on('connection', (socket) => socket.on('error', () => {}).resume());
      speak(server);
      await mkdir('/run/bird', { recursive: true });
      await new Promise<void>((resolve) => server.listen(socketPath, resolve));
      assert.equal(await bird.state(), state);
      await assert.rejects(restore(), error);
      assert.deepEqual(await birds(), []);
      server.close();
      await toState('absent');
      await restore();
    });
  }

  test('what BIRD was given is noted in a file that only its owner reads', async () => {
    await restore();
    const note = JSON.parse(await readFile(parts.paths.birdNote, 'utf8')) as { content: string };
    assert.equal(note.content, 'same');
    assert.equal((await run('stat', ['-c', '%a', parts.paths.birdNote])).trim(), '600');
    for (const broken of ['', '{', '[]', '{"path":7}']) {
      await writeAtomically(parts.paths.birdNote, broken, 0o600);
      assert.equal(await bird.otherHand(), undefined);
      await restore();
    }
  });
}
