import assert from 'node:assert/strict';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type BirdSocket, birdSocket } from '../../agent/bird/socket.ts';
import { boot } from '../../agent/boot.ts';
import { readBundle } from '../../agent/check/bundle.ts';
import { type CyclePorts, runCycle } from '../../agent/cycle.ts';
import { findDrift } from '../../agent/drift/find.ts';
import { filterConfig } from '../../agent/system/filter-config.ts';
import { isFilterOf } from '../../agent/system/filter-note.ts';
import { prepare } from '../../agent/system/prepare.ts';
import { type Run, run } from '../../shared/os/run.ts';
import { type MadeBundle, makeBundle } from '../fakes/bundles.ts';
import { FakeController } from '../fakes/controller.ts';
import { isIsolated, isolated, privateRun } from '../fakes/namespaces.ts';
import { never } from './cycle-fixture.ts';
import { birdSocketPath, nodeFiles, psk, realParts } from './node-fixture.ts';

const stateDir = '/run/state';
const known = [{ name: 'site', destination: '/run/site.d', reload: ['true', 'reloaded'], timeout_s: 5 }];

if (!isIsolated)
  test('a bundle that comes twice, on real WireGuard and BIRD', () =>
    isolated(fileURLToPath(import.meta.url)));
else insideNamespace();

function insideNamespace(): void {
  const controller = new FakeController();
  const commands: string[] = [];
  const traced: Run = (command, args, options) => {
    commands.push([command, ...args].join(' '));
    return run(command, args, options);
  };
  const bird = birdSocket(birdSocketPath);
  const socket: BirdSocket = (command, timeoutMs) => {
    commands.push(`bird: ${command}`);
    return bird(command, timeoutMs);
  };
  const files = { ...nodeFiles([{ index: 0 }, { index: 1 }]), 'site/rules': 'one\n' };
  const make = (release: number) => makeBundle({ release, files, secrets: [psk] });
  let parts: CyclePorts;

  const cycle = (bundle: MadeBundle) => {
    controller.bundle = bundle;
    return runCycle(parts, controller.open(), bundle.desired, never);
  };
  /** A new agent on the same machine, up to where it looks after its bundle. */
  const restart = async () => {
    parts = await realParts(stateDir, controller, { run: traced, socket, known });
    const filters = [filterConfig(undefined, true), filterConfig(undefined, false)] as const;
    const { filterNote } = parts.paths;
    const keep = await isFilterOf(traced, filters, filterNote);
    assert.deepEqual(await prepare(traced, filters[0], keep, filterNote), []);
    await boot(parts, never);
  };
  /** Every file and folder with inode and times: one that is written anew, or to, has others. */
  const onDisk = async () => {
    const shown = await run('find', [
      stateDir,
      '/run/towline',
      '/run/site.d',
      '-printf',
      '%p %i %T@ %C@ %l\n',
    ]);
    return shown.split('\n').sort();
  };
  const changing = () => commands.filter((command) => !isReading(command));
  const difference = (a: readonly string[], b: readonly string[]) => b.filter((line) => !a.includes(line));

  before(async () => {
    await privateRun();
    await run('ip', ['link', 'add', 'wan0', 'type', 'veth', 'peer', 'name', 'wan1']);
    await run('mkdir', ['-p', '/run/site.d']);
    await restart();
    assert.equal(await cycle(make(1)), 'confirmed');
    assert.ok(changing().some((command) => command.startsWith('true reloaded')));
  });

  test('an agent that starts over a machine that runs its bundle writes nothing and changes nothing', async () => {
    // Once more, in case the first start left something for the second.
    for (const _ of [1, 2]) {
      const disk = await onDisk();
      commands.length = 0;
      await restart();
      assert.deepEqual(changing(), []);
      assert.ok(commands.length > 5, commands.join('\n'));
      assert.deepEqual(difference(disk, await onDisk()), []);
    }
  });

  test('the bundle that comes again changes nothing, and writes only which release was seen', async () => {
    const [disk, again] = [await onDisk(), make(2)];
    commands.length = 0;
    assert.equal(await cycle(again), 'unchanged');
    assert.deepEqual(changing(), []);
    const written = difference(disk, await onDisk()).map((line) => line.split(' ')[0]);
    assert.deepEqual(written, [stateDir, join(stateDir, 'journal.json')]);

    const after = await onDisk();
    assert.equal(await cycle(again), 'unchanged');
    assert.deepEqual(changing(), []);
    assert.deepEqual(await onDisk(), after);
  });

  test('after another hand each part is brought back, and nothing else is touched', async () => {
    const hands: [hand: () => Promise<unknown>, expected: RegExp[], drift: RegExp][] = [
      [
        () => run('nft', ['add', 'rule', 'inet', 'towline', 'forward', 'iifname', 'x', 'drop']),
        [/^nft -f \/dev\/stdin$/],
        /^packet filter: the table inet towline was changed by another hand$/,
      ],
      [
        () => run('birdc', ['-s', birdSocketPath, 'configure']),
        [/^bird: configure "\/run\/state\/current\/bird\/bird\.conf"$/],
        /^bird: was reconfigured by another hand at [-0-9]+ [:.0-9]+$/,
      ],
      [
        () => run('ip', ['address', 'delete', '10.255.0.1/32', 'dev', 'lo']),
        [/^ip address add 10\.255\.0\.1\/32 dev lo$/],
        /^loopbacks: lo lacks 10\.255\.0\.1\/32$/,
      ],
      [() => run('rm', ['/run/site.d/rules']), [/^true reloaded$/], /^services: .*rules/],
    ];
    const confirmed = await readBundle(await realpath(parts.paths.current), parts.bundleKeys);
    for (const [hand, expected, drift] of hands) {
      assert.deepEqual(await findDrift(parts, confirmed), []);
      await hand();
      const [difference = '', ...others] = await findDrift(parts, confirmed);
      assert.match(difference, drift);
      assert.deepEqual(others, []);
      commands.length = 0;
      await restart();
      const found = changing();
      assert.equal(found.length, expected.length, found.join('\n'));
      for (const [index, pattern] of expected.entries()) assert.match(found[index] ?? '', pattern);
      commands.length = 0;
      await restart();
      assert.deepEqual(changing(), []);
    }
  });
}

/** Whether a command only looks: all others count as changes. */
function isReading(command: string): boolean {
  return [
    /^bird: show /,
    /^ip (-\w+ )*-json /,
    /^ip -[46] rule show$/,
    /^ip link show /,
    /^wg show /,
    /^nft list /,
    /^bird -p /,
  ].some((pattern) => pattern.test(command));
}
