import assert from 'node:assert/strict';
import { readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type CyclePorts, runCycle } from '../../agent/cycle.ts';
import { run } from '../../shared/os/run.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { makeBundle } from '../fakes/bundles.ts';
import { FakeController } from '../fakes/controller.ts';
import { isIsolated, isolated, privateRun, startNeighbour } from '../fakes/namespaces.ts';
import { never } from './cycle-fixture.ts';
import { allUp, nodeFiles, psk, realParts, setUpNeighbour } from './node-fixture.ts';

const stateDir = '/run/state';
const outside = '/run/outside.conf';

if (!isIsolated)
  test('bundles with routing that does not work, on real WireGuard and BIRD', () =>
    isolated(fileURLToPath(import.meta.url)));
else insideNamespace();

function insideNamespace(): void {
  const controller = new FakeController();
  let parts: CyclePorts;
  const cycle = (release: number, files: Record<string, string>, using = parts) => {
    const bundle = makeBundle({ release, files, secrets: [psk], confirmWindowS: 6 });
    controller.bundle = bundle;
    return runCycle(using, controller.open(), bundle.desired, never);
  };
  const good = nodeFiles([{ index: 0 }, { index: 1 }]);
  /** The bundle that the files are, and what BIRD has in memory beside times. */
  const state = async () => ({
    current: basename(await readlink(join(stateDir, 'current'))),
    protocols: (await parts.bird.protocols()).map(({ name }) => name).sort(),
    otherHand: await parts.bird.otherHand(),
  });

  before(async () => {
    await privateRun();
    await setUpNeighbour(await startNeighbour());
    parts = await realParts(stateDir, controller);
    assert.equal(await cycle(1, good), 'confirmed');
    await allUp(parts, ['tl_hamburg', 'tl_kiel']);
  });

  test('a release that breaks every session, though not the way to the controller, is rolled back', async () => {
    const confirmed = await state();
    const asked = controller.confirmed.length;
    const bad = nodeFiles([
      { index: 0, remoteAs: 65003 },
      { index: 1, remoteAs: 65004 },
    ]);
    assert.equal(await cycle(2, bad), 'rolledBack');
    const { lastApply, failures } = parts.journal.current();
    assert.match(lastApply?.reason ?? '', /established are not again: tl_hamburg .*tl_kiel/);
    assert.equal(failures?.count, 1);
    // The sessions alone: it never came to asking the controller, which would have said yes.
    assert.equal(controller.confirmed.length, asked);
    await allUp(parts, ['tl_hamburg', 'tl_kiel']);
    assert.deepEqual(await state(), confirmed);
  });

  // What `bird -p` reads is not always what BIRD reads: a file that is not the bundle's may change in between.
  const changes: [name: string, change: () => Promise<unknown>, reason: RegExp][] = [
    [
      'is broken',
      () => writeAtomically(outside, 'protocol nonsense {}\n', 0o644),
      /BIRD does not take the configuration: .*outside\.conf:1:\d+ syntax error/,
    ],
    ['is gone', () => run('rm', [outside]), /BIRD does not take the configuration: .*outside\.conf/],
  ];
  for (const [index, [name, change, reason]] of changes.entries()) {
    test(`where a file outside the bundle ${name} between check and reload, disk and memory end on the confirmed bundle`, async () => {
      const confirmed = await state();
      await writeAtomically(outside, '', 0o644);
      const bad: Record<string, string> = { ...nodeFiles([{ index: 0 }, { index: 1 }, { index: 2 }]) };
      const marker = 'protocol static marker {\n  ipv4;\n}\n';
      bad['bird/bird.conf'] = `${bad['bird/bird.conf']}${marker}include "${outside}";\n`;
      const bird = {
        ...parts.bird,
        check: async (file: string) => {
          await parts.bird.check(file);
          await change();
        },
      };
      assert.equal(await cycle(3 + index, bad, { ...parts, bird }), 'rolledBack');
      const { lastApply, phase } = parts.journal.current();
      assert.match(lastApply?.reason ?? '', reason);
      assert.deepEqual([lastApply?.state, lastApply?.step, phase.state], ['switching', 'bird', 'confirmed']);
      await allUp(parts, ['tl_hamburg', 'tl_kiel']);
      assert.deepEqual(await state(), confirmed);
      assert.deepEqual([...(await parts.wireguard.state()).keys()].sort(), ['tl-hamburg', 'tl-kiel']);
    });
  }
}
