import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import { boot } from '../../agent/boot.ts';
import { type CyclePorts, runCycle } from '../../agent/cycle.ts';
import { readCurrent } from '../../agent/stage/current.ts';
import { readLinks } from '../../shared/net/link.ts';
import { files, make, never, setUp } from './cycle-fixture.ts';

type Node = Awaited<ReturnType<typeof setUp>>;

/** Everything of a node that is one bundle's or another's, in files, kernel and BIRD. */
async function snapshot({ parts, paths, wireguard, bird }: Node, journal = parts.journal) {
  const { running } = journal.current();
  return {
    current: await readCurrent(paths.current),
    running: running?.digest,
    // Without the key that each of these nodes has of its own.
    links: [...wireguard.configs]
      .filter(([name]) => wireguard.devices.has(name))
      .map(([name, { privateKey: _privateKey, ...config }]) => [name, config] as const)
      .sort(),
    addresses: (await readLinks(parts.run))
      .map(({ name, addresses }) => [name, ...[...addresses].sort()].join(' '))
      .sort(),
    bird: bird.loaded,
  };
}

/** Ports that stop for good before the nth thing that they do to disk, kernel or BIRD, as a killed process does. */
function mortal(parts: CyclePorts, lifetime: number) {
  const points: string[] = [];
  let die = () => {};
  const killed = new Promise<'killed'>((resolve) => {
    die = () => resolve('killed');
  });
  const at = async (point: string) => {
    points.push(point);
    if (points.length <= lifetime) return;
    die();
    await new Promise(() => {});
  };
  const tapped = <Port extends object>(port: Port, names: readonly string[]): Port =>
    new Proxy(port, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        if (typeof name !== 'string' || !names.includes(name)) return value.bind(target);
        return async (...args: unknown[]) => {
          const kind = (args[0] as { kind?: string } | undefined)?.kind ?? '';
          await at(`${name} ${kind}`.trim());
          const result = await value.apply(target, args);
          // Between the disk and what comes next.
          if (kind !== '') await at(`after ${kind}`);
          return result;
        };
      },
    });
  const ports: CyclePorts = {
    ...parts,
    journal: tapped(parts.journal, ['record', 'tell']),
    wireguard: tapped(parts.wireguard, ['ensureInterface', 'removeInterface', 'sync', 'leavePort']),
    bird: tapped(parts.bird, ['check', 'configure', 'configureFrom']),
    run: async (command, args, options) => {
      if (!args.includes('-json')) await at(`${command} ${args.join(' ')}`);
      return parts.run(command, args, options);
    },
    // One that is killed holds no lock afterwards.
    lock: { run: (task) => task() },
  };
  return { ports, killed, points };
}

// The second bundle changes one link, adds one, and takes one away.
const settings = (...links: [string, number][]) => {
  const all = links.map(([peer, port]) => files(peer, port));
  const list = links.map(
    ([peer]) => `[[links]]\npeer = "${peer}"\ninterface = "tl-${peer}"\nsession = "tl_${peer}"\n`,
  );
  const head = `node = "berlin"\nloopback_v4 = "10.255.0.${links.length}"\nloopback_v6 = "fd00::1"\n`;
  return Object.assign({}, ...all, {
    'agent/settings.toml': `${head}${list.join('')}`,
    'bird/bird.conf': `# ${links.join()}\n`,
  });
};
const first = () => make(1, { files: settings(['hamburg', 51821], ['bonn', 51822]) });
const second = () => make(2, { files: settings(['hamburg', 51829], ['kiel', 51823], ['a', 51824]) });

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

async function nodeWithFirst(context: TestContext) {
  const node = await setUp(context);
  assert.equal(await node.cycle(first()), 'confirmed');
  return { node, before: await snapshot(node) };
}

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
    if (ending !== 'killed') break;
  }
});
