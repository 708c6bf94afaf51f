import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { CyclePorts } from '../../agent/cycle.ts';
import { readCurrent } from '../../agent/stage/current.ts';
import { readLinks } from '../../shared/net/link.ts';
import { files, make, setUp } from './cycle-fixture.ts';

export type Node = Awaited<ReturnType<typeof setUp>>;

/** Everything of a node that is one bundle's or another's, in files, kernel and BIRD. */
export async function snapshot({ parts, paths, wireguard, bird }: Node, journal = parts.journal) {
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
export function mortal(parts: CyclePorts, lifetime: number) {
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
export const first = () => make(1, { files: settings(['hamburg', 51821], ['bonn', 51822]) });
export const second = () => make(2, { files: settings(['hamburg', 51829], ['kiel', 51823], ['a', 51824]) });

export async function nodeWithFirst(context: TestContext) {
  const node = await setUp(context);
  assert.equal(await node.cycle(first()), 'confirmed');
  return { node, before: await snapshot(node) };
}
