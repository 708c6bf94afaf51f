import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { boot } from '../../agent/boot.ts';
import { runCycle } from '../../agent/cycle.ts';
import { never } from './cycle-fixture.ts';
import { mortal, type Node, nodeWithFirst, second, snapshot } from './mortal-fixture.ts';

interface Story {
  readonly name: string;
  /** Spoils the second bundle. */
  readonly spoil: (node: Node) => void;
  readonly outcome: 'confirmed' | 'rolledBack';
}
const stories: Story[] = [
  { name: 'works', spoil: () => {}, outcome: 'confirmed' },
  {
    name: 'does not come up',
    spoil: ({ wireguard }) => wireguard.broken.add('tl-kiel'),
    outcome: 'rolledBack',
  },
];

for (const { name, spoil, outcome } of stories) {
  test(`an agent killed at any point of a bundle that ${name} ends as one that was not`, async (context) => {
    const whole = await nodeWithFirst(context);
    const bundle = second();
    spoil(whole.node);
    assert.equal(await whole.node.cycle(bundle), outcome);
    const end = await snapshot(whole.node);
    for (let lifetime = 0; ; lifetime++) {
      const { node, before } = await nodeWithFirst(context);
      spoil(node);
      node.controller.bundle = bundle;
      const { ports, killed, points } = mortal(node.parts, lifetime);
      const cycle = runCycle(ports, node.controller.open(), bundle.desired, new AbortController().signal);
      if ((await Promise.race([cycle, killed])) !== 'killed') {
        assert.ok(lifetime > 20, `only ${lifetime} points`);
        break;
      }
      const point = points.at(-1);
      const restarted = await node.reopened();
      await boot(restarted, never);
      const back = await snapshot(node, restarted.journal);
      const { state } = restarted.journal.current().phase;
      assert.equal(state, 'confirmed', point);
      assert.deepEqual(back, back.running === before.running ? before : end, point);
      if (back.running === before.running) {
        assert.equal(
          await runCycle(restarted, node.controller.open(), bundle.desired, never),
          outcome,
          point,
        );
      }
      assert.deepEqual(await snapshot(node, restarted.journal), end, point);
      assert.ok(
        (await readdir(node.paths.bundles)).every((entry) => /^[0-9a-f]{64}$/.test(entry)),
        point,
      );
    }
  });
}

test('an agent killed at any point of its recovery ends at the bundle before', async (context) => {
  for (let lifetime = 0; ; lifetime++) {
    const { node, before } = await nodeWithFirst(context);
    node.controller.bundle = second();
    const dying = mortal(node.parts, Number.POSITIVE_INFINITY);
    await new Promise<void>((resolve) => {
      const confirm = () => {
        resolve();
        return new Promise<never>(() => {});
      };
      const ports = { ...dying.ports, openClient: () => ({ ...node.controller.open(), confirm }) };
      void runCycle(ports, node.controller.open(), second().desired, new AbortController().signal);
    });
    const { ports: recovering, killed, points } = mortal(await node.reopened(), lifetime);
    const ending = await Promise.race([boot(recovering, never), killed]);
    const restarted = await node.reopened();
    await boot(restarted, never);
    assert.deepEqual(await snapshot(node, restarted.journal), before, points.at(-1));
    assert.equal(restarted.journal.current().failures?.count, 1);
    if (ending !== 'killed') {
      assert.ok(lifetime > 10, `only ${lifetime} points`);
      break;
    }
  }
});
