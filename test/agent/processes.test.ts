import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { boot } from '../../agent/boot.ts';
import { type CyclePorts, runCycle } from '../../agent/cycle.ts';
import { openJournal } from '../../agent/journal/store.ts';
import { messageOf } from '../../shared/errors.ts';
import { CommandError, type Run, run } from '../../shared/os/run.ts';
import { type MadeBundle, makeBundle, networkId } from '../fakes/bundles.ts';
import { FakeController } from '../fakes/controller.ts';
import { isIsolated, isolated, privateRun } from '../fakes/namespaces.ts';
import { until } from '../fakes/until.ts';
import { never } from './cycle-fixture.ts';
import { birdSocketPath, nodeFiles, realParts } from './node-fixture.ts';

const stateDir = '/run/state';

if (!isIsolated)
  test('the agent where no process starts, or no file opens', () => isolated(fileURLToPath(import.meta.url)));
else insideNamespace();

interface Fault {
  readonly name: string;
  readonly begin: () => Promise<unknown>;
  readonly end: () => Promise<unknown>;
  readonly reason: RegExp;
}

function insideNamespace(): void {
  const controller = new FakeController();
  let parts: CyclePorts;
  let release = 0;
  let failure: ((line: string) => Error) | undefined;
  const failing: Run = async (command, args, options) => {
    const line = [command, ...args].join(' ');
    if (failure !== undefined) throw failure(line);
    return run(command, args, options);
  };
  // What Node's spawn says of a full process table, of no memory, and of a program that the kernel ended for memory.
  const failures: [name: string, failure: (line: string) => Error, reason: RegExp][] = [
    [
      'the process table is full',
      (line) => new CommandError(`${line}: spawn ${line.split(' ')[0]} EAGAIN`, line, undefined, ''),
      /spawn \w+ EAGAIN/,
    ],
    ['there is no memory for a process', () => new Error('spawn ENOMEM'), /spawn ENOMEM/],
    [
      'each program is ended for want of memory',
      (line) => new CommandError(`${line}: SIGKILL`, line, undefined, ''),
      /: SIGKILL/,
    ],
  ];
  // It has to be there before: with the limit nothing can be started.
  const limits = spawn('sh', { stdio: ['pipe', 'pipe', 'inherit'] });
  after(() => limits.stdin.end());
  const limit = async (files: string) => {
    const done = new Promise((resolve) => limits.stdout.once('data', resolve));
    limits.stdin.write(`prlimit --pid ${process.pid} --nofile=${files}: && echo done\n`);
    await done;
  };
  const faults: Fault[] = [
    ...failures.map(([name, made, reason]) => ({
      name,
      begin: async () => {
        failure = made;
      },
      end: async () => {
        failure = undefined;
      },
      reason,
    })),
    {
      name: 'the process may open no more files',
      // Those that are open stay.
      begin: () => limit('3'),
      end: () => limit('1024'),
      reason: /EMFILE/,
    },
  ];

  const make = () => {
    release++;
    const marker = `protocol static marker${release} {\n  ipv4;\n}\n`;
    const files = nodeFiles([], `10.255.0.${release}`);
    return makeBundle({
      release,
      files: { ...files, 'bird/bird.conf': `${files['bird/bird.conf']}${marker}` },
    });
  };
  const cycle = (bundle: MadeBundle, using = parts) => {
    controller.bundle = bundle;
    return runCycle(using, controller.open(), bundle.desired, never);
  };
  /** What runs, in files, kernel and BIRD. */
  const running = async () => ({
    current: basename(readlinkSync(join(stateDir, 'current'))),
    loopbacks: (await run('ip', ['-4', 'address', 'show', 'dev', 'lo'])).match(/10\.255\.0\.\d+/g),
    markers: (await run('birdc', ['-s', birdSocketPath, 'show', 'protocols'])).match(/marker\d+/g),
    release: parts.journal.current().running?.release,
  });

  before(async () => {
    await privateRun();
    parts = await realParts(stateDir, controller, { run: failing });
    assert.equal(await cycle(make()), 'confirmed');
  });

  for (const { name, begin, end, reason } of faults) {
    test(`where ${name} before a bundle is switched to, everything stays, and it is said why`, async () => {
      const [confirmed, bundle] = [await running(), make()];
      await begin();
      const errors = [];
      for (const _ of [1, 2]) errors.push(await cycle(bundle).then(() => 'it went on', messageOf));
      const { phase, lastApply } = parts.journal.current();
      await end();
      for (const error of errors) assert.match(error, reason);
      assert.equal(phase.state, 'confirmed');
      assert.match(lastApply?.reason ?? '', reason);
      assert.deepEqual(await running(), confirmed);
      assert.equal(await cycle(bundle), 'confirmed');
    });

    test(`where ${name} in the middle of a switch, the node is brought back when that ends`, async () => {
      const [confirmed, bundle] = [await running(), make()];
      const bird = {
        ...parts.bird,
        check: async (file: string) => {
          await parts.bird.check(file);
          await begin();
        },
      };
      const outcome = cycle(bundle, { ...parts, bird });
      const isStuck = () => /tried again|trying again/.test(parts.journal.current().lastApply?.reason ?? '');
      const ended = outcome.then(
        () => true,
        () => true,
      );
      await Promise.race([ended, until('it is said why', isStuck)]).finally(end);
      assert.match(parts.journal.current().lastApply?.reason ?? '', reason);
      // Where the fault came before the journal had the switch, it was put off instead.
      const how = await outcome.catch(() => 'putOff');
      assert.ok(how === 'rolledBack' || how === 'putOff', how);
      assert.deepEqual(await running(), confirmed);
      assert.equal(parts.journal.current().phase.state, 'confirmed');
      assert.equal(await cycle(bundle), 'confirmed');
    });

    test(`an agent that starts where ${name} comes up when that ends`, async () => {
      const confirmed = await running();
      const restarted = { ...parts, journal: await openJournal(parts.paths.journal, networkId) };
      await run('ip', ['address', 'delete', `${confirmed.loopbacks?.[0]}/32`, 'dev', 'lo']);
      await begin();
      const said = await boot(restarted, never).then(() => 'it came up', messageOf);
      await end();
      assert.match(said, reason);
      await boot(restarted, never);
      assert.deepEqual(await running(), confirmed);
    });
  }
}
