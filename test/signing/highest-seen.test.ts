import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { boot } from '../../agent/boot.ts';
import { runCycle } from '../../agent/cycle.ts';
import { emptyJournal, type Journal } from '../../agent/journal/schema.ts';
import { type JournalEvent, transition } from '../../agent/journal/state.ts';
import { openJournal } from '../../agent/journal/store.ts';
import { rollBack } from '../../agent/rollback/rollback.ts';
import { TowlineError } from '../../shared/errors.ts';
import { files, make, never, setUp } from '../agent/cycle-fixture.ts';
import { type MadeBundle, networkId } from '../fakes/bundles.ts';
import { numbers } from './forgeries.ts';

const at = (release: number) => make(release, { files: files('hamburg', 51_000 + release) });

/** What becomes of release 2 on a node that has confirmed release 1; each resolves once it is over. */
type Node = Awaited<ReturnType<typeof setUp>>;
const fates: Readonly<Record<string, (node: Node, bundle: MadeBundle) => Promise<unknown>>> = {
  'its files never came': async (node, bundle) => {
    node.controller.bundle = { ...bundle, contents: new Map() };
    await assert.rejects(runCycle(node.parts, node.controller.open(), bundle.desired, never));
  },
  'its connection broke after the manifest': async (node, bundle) => {
    const client = {
      ...node.controller.open(),
      fetchBundle: async function* () {
        yield { manifest: bundle.signed, part: 'manifest' as const };
        throw new TowlineError('unavailable', 'the connection broke');
      },
    };
    await assert.rejects(runCycle(node.parts, client, bundle.desired, never), /broke/);
  },
  'there was no room for it': async (node, bundle) => {
    node.space.bytes = 0;
    await assert.rejects(node.cycle(bundle), /no room/);
    node.space.bytes = 2 ** 30;
  },
  'BIRD refused it': async (node, bundle) => {
    node.bird.checkFailure = new TowlineError('invalid', 'syntax error');
    assert.equal(await node.cycle(bundle), 'refused');
    node.bird.checkFailure = undefined;
  },
  'it was only staged': async (node, bundle) => {
    node.controller.bundle = bundle;
    const desired = { ...bundle.desired, stageOnly: true };
    assert.equal(await runCycle(node.parts, node.controller.open(), desired, never), 'staged');
  },
  'it was taken back': async (node, bundle) => {
    node.controller.isReachable = false;
    assert.equal(await node.cycle(bundle), 'rolledBack');
    node.controller.isReachable = true;
  },
  'it was confirmed, and an operator took it back': async (node, bundle) => {
    assert.equal(await node.cycle(bundle), 'confirmed');
    await node.parts.journal.record({ kind: 'operator', reason: 'no' });
    await rollBack(node.parts, async () => false);
    assert.equal(node.parts.journal.current().running?.release, 1);
  },
  'it was confirmed, and its files were lost': async (node, bundle) => {
    assert.equal(await node.cycle(bundle), 'confirmed');
    await writeFile(join(node.paths.current, 'bird/bird.conf'), 'x');
    await boot(node.parts, never);
    assert.equal(node.parts.journal.current().running, undefined);
  },
};

async function confirmedNode(context: TestContext): Promise<Node> {
  const node = await setUp(context);
  assert.equal(await node.cycle(at(1)), 'confirmed');
  return node;
}

test('what a node has seen stays seen, whatever became of it: nothing older is taken any more', async (context) => {
  for (const [what, meet] of Object.entries(fates)) {
    await context.test(what, async (context) => {
      const node = await confirmedNode(context);
      await meet(node, at(3));
      assert.equal(node.parts.journal.current().highestSeen?.release, 3);
      assert.notEqual(
        node.parts.journal.current().highestSeen?.release,
        node.parts.journal.current().before?.release,
      );
      const parts = await node.reopened();
      const old = at(2);
      node.controller.bundle = old;
      // With the word that lets a bundle out of quarantine: order alone keeps it away.
      const desired = { ...old.desired, retry: 1 };
      assert.equal(await runCycle(parts, node.controller.open(), desired, never), 'refused');
      assert.match(
        parts.journal.current().lastApply?.reason ?? '',
        /older than release 3 of epoch 1, seen before/,
      );
    });
  }
});

test('a journal never takes back what it has seen, whatever happens', () => {
  const next = numbers(5);
  const digest = (n: number) => `${n}`.padStart(64, '0');
  const ref = () => ({ digest: digest(next(4)), epoch: 1 + next(2), release: next(9) });
  const events: (() => JournalEvent)[] = [
    () => ({ kind: 'seen', epoch: 1 + next(3), release: next(50), manifestDigest: digest(next(9)) }),
    () => ({ kind: 'renewed', bundle: ref() }),
    () => ({ kind: 'stage', bundle: ref(), retry: next(2) }),
    () => ({ kind: 'check' }),
    () => ({ kind: 'switch' }),
    () => ({ kind: 'prove' }),
    () => ({ kind: 'confirm' }),
    () => ({ kind: 'refused', release: next(9), reason: 'r' }),
    () => ({ kind: 'delayed', release: next(9), reason: 'r' }),
    () => ({ kind: 'fail', reason: 'r', unconfirmed: next(2) === 0 }),
    () => ({ kind: 'operator', reason: 'r' }),
    () => ({ kind: 'rollBackFailed', reason: 'r' }),
    () => ({ kind: 'rolledBack', reason: 'r', counts: next(2) === 0 }),
    () => ({ kind: 'lost', reason: 'r' }),
  ];
  let journal: Journal = emptyJournal;
  let [taken, raised, refused] = [0, 0, 0];
  for (let index = 0; index < 20_000; index++) {
    const event = events[next(events.length)]?.();
    assert.ok(event);
    const before = journal.highestSeen;
    try {
      journal = transition(journal, event);
      taken++;
    } catch {
      if (event.kind === 'seen') refused++;
      continue;
    }
    const after = journal.highestSeen;
    if (event.kind !== 'seen') assert.deepEqual(after, before, event.kind);
    else if (before !== undefined && after !== undefined) {
      assert.ok((after.epoch - before.epoch || after.release - before.release) >= 0);
      raised++;
    }
  }
  assert.ok(taken > 4_000 && raised > 5 && refused > 100, `${taken} ${raised} ${refused}`);
});

test('a node that is enrolled anew in its network keeps what it has seen; in another network it begins anew', async (context) => {
  const node = await confirmedNode(context);
  assert.equal((await openJournal(node.paths.journal, networkId)).current().highestSeen?.release, 1);
  assert.equal((await openJournal(node.paths.journal, 'another')).current().highestSeen, undefined);
  await rm(`${node.paths.journal}.old`);
});
