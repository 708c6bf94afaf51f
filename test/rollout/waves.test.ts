import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseCanaries } from '../../controller/rollout/canaries.ts';
import type { Unit } from '../../controller/rollout/look.ts';
import type { NetworkNode } from '../../controller/rollout/topology.ts';
import { allWaves, type Wave } from '../../controller/rollout/waves.ts';
import { chain, type Link, mesh, network, randomNetwork, ring, seeded, star } from './networks.ts';
import { Oracle } from './oracle.ts';

const each = (count: number): number[][] => Array.from({ length: count }, (_, index) => [index]);
const plan = (nodes: readonly NetworkNode[], size: number, units: readonly Unit[] = each(nodes.length)) =>
  allWaves({ nodes, size }, { canaries: [], others: units });
const sets = (waves: readonly Wave[]) =>
  waves.map(({ units }) =>
    units
      .flat()
      .sort((a, b) => a - b)
      .join(' '),
  );
const exceptions = (waves: readonly Wave[]) => waves.flatMap((wave) => wave.exceptions);

describe('waves', () => {
  it('of a ring are stretches of it, as many nodes as fit', async () => {
    const waves = await plan(network(12, ring(12)), 3);
    assert.equal(waves.length, 4);
    assert.deepEqual(exceptions(waves), []);
  });

  it('of a mesh are as large as they may be', async () => {
    const waves = await plan(network(9, mesh(9)), 4);
    assert.deepEqual(
      waves.map(({ units }) => units.length),
      [4, 4, 1],
    );
    assert.deepEqual(exceptions(waves), []);
  });

  it('of a star are all its leaves, and then the hub alone, with what depends on it', async () => {
    const waves = await plan(network(6, star(6)), 100);
    assert.deepEqual(sets(waves), ['1 2 3 4 5', '0']);
    assert.deepEqual(exceptions(waves), [
      'n00000: 4 nodes would have no path to the rest while it is down: n00002, n00003, n00004, n00005',
    ]);
  });

  it('of a chain are its ends, and then each node that is between others alone', async () => {
    const waves = await plan(network(5, chain(5)), 5);
    assert.deepEqual(sets(waves), ['0 4', '1', '2', '3']);
    assert.equal(exceptions(waves).length, 3);
  });

  it('leave a site with two routers one of them, but for two that change together', async () => {
    const nodes = network(4, mesh(4), (index) => ({ site: index < 2 ? 'twin' : `s${index}` }));
    const apart = await plan(nodes, 4);
    assert.equal(apart.length, 2);
    assert.deepEqual(exceptions(apart), []);
    const tied = await plan(nodes, 4, [[0, 1], [2], [3]]);
    assert.deepEqual(sets(tied), ['2 3', '0 1']);
    assert.deepEqual(exceptions(tied), ['n00000, n00001: no other router of site twin is in contact']);
  });

  it('make nothing rest on a node that is out of contact', async () => {
    // Without node 3 the ring is a chain.
    const nodes = network(6, ring(6), (index) => ({ isInContact: index !== 3 }));
    const waves = await plan(nodes, 2, [[0], [1], [2], [4], [5]]);
    assert.deepEqual(sets(waves), ['2 4', '0', '1', '5']);
    assert.equal(exceptions(waves).length, 3);
  });

  it('of spokes with two hubs never rest on a path from hub to hub through a spoke', async () => {
    const links = [2, 3, 4].flatMap((spoke): Link[] => [
      [0, spoke],
      [1, spoke],
    ]);
    const waves = await plan(
      network(5, links, (index) => ({ isSpoke: index > 1 })),
      3,
    );
    assert.deepEqual(sets(waves), ['2 3 4', '0', '1']);
    assert.deepEqual(exceptions(waves), []);
  });

  it('let a hub get its end of a new link before spokes drop the old one', async () => {
    // The spokes move from hub 0 to hub 1, which has a link to hub 0.
    const before: Link[] = [
      [0, 1],
      [0, 2],
      [0, 3],
    ];
    const after: Link[] = [
      [0, 1],
      [1, 2],
      [1, 3],
    ];
    const waves = await plan(
      network(4, before, () => ({}), after),
      1,
    );
    const order = sets(waves);
    assert.ok(order.indexOf('1') < Math.min(order.indexOf('2'), order.indexOf('3')), order.join(', '));
    assert.ok(order.indexOf('0') > order.indexOf('1'), order.join(', '));
    assert.deepEqual(
      exceptions(waves).filter((text) => text.includes('drops links')),
      [],
    );
  });

  it('take who changes together whole, also where that is more than fits', async () => {
    const waves = await plan(network(8, mesh(8)), 2, [[0, 1, 2, 3], [4], [5], [6], [7]]);
    assert.ok(waves.some(({ units }) => units.length === 1 && units[0]?.length === 4));
    assert.equal(waves.length, 3);
  });

  it('are the same whenever they are asked for', async () => {
    for (const seed of [3, 33, 333]) {
      const { nodes, units, size } = randomNetwork(seed);
      assert.deepEqual(await plan(nodes, size, units), await plan(nodes, size, units));
    }
  });
});

describe('waves of random networks', () => {
  it('never cut the rest apart, whatever fails of one, unless the plan says so and nothing else was left', async () => {
    const shapes = new Map<string, number>();
    for (let seed = 1; seed <= 500; seed++) {
      const { shape, nodes, units, size, canaries } = randomNetwork(seed);
      const first = new Set(canaries);
      const others = units.filter((unit) => !first.has(unit));
      const waves = await allWaves({ nodes, size }, { canaries, others });
      const told = waves.flatMap((wave) => wave.units.flat()).sort((a, b) => a - b);
      assert.deepEqual(
        told,
        units.flat().sort((a, b) => a - b),
        `seed ${seed}: each once`,
      );
      verify(seed, nodes, waves, canaries, others, size);
      const forced = exceptions(waves).length;
      shapes.set(shape, (shapes.get(shape) ?? 0) + forced);
    }
    // The oracle has had something to say: there are networks that force exceptions, of each shape that can.
    assert.ok([...shapes].filter(([, count]) => count > 0).length >= 6, JSON.stringify([...shapes]));
  });
});

/** Holds waves against the oracle, one after the other, as the network would be then. */
function verify(
  seed: number,
  network: readonly NetworkNode[],
  waves: readonly Wave[],
  canaries: readonly Unit[],
  others: readonly Unit[],
  size: number,
): void {
  const nodes = [...network];
  const done = new Set<number>();
  for (const [number, wave] of waves.entries()) {
    const oracle = new Oracle(nodes, done);
    const gone = new Set(wave.units.flat());
    const where = `seed ${seed}, wave ${number + 1} of ${sets(waves).join(' | ')}`;
    const open = [canaries, others]
      .map((units) => units.filter((unit) => !done.has(unit[0] as number)))
      .find((units) => units.length > 0) as readonly Unit[];
    if (wave.units.length > 1) assert.ok(gone.size <= size, `${where}: it is too large`);
    const after = new Set([...done, ...gone]);
    const isOutOfOrder = Oracle.isCutOnTheWay(
      oracle,
      new Oracle(nodes, after),
      new Oracle(nodes, new Set(nodes.keys())),
    );
    assert.equal(
      isOutOfOrder,
      wave.exceptions.some((text) => text.includes('drops links')),
      `${where}: what is dropped before its replacement is there`,
    );
    if (wave.exceptions.length === 0) {
      assert.ok(!oracle.isBad(gone), `${where}: it cuts the rest apart`);
      assert.ok(
        wave.units.every((unit) => !oracle.isBad(new Set(unit)) || unit.length > 1),
        `${where}: a node that others depend on is not alone`,
      );
    } else {
      assert.equal(wave.units.length, 1, `${where}: an exception goes alone`);
      const isOrder = wave.exceptions.every((text) => text.includes('drops links'));
      if (!isOrder) assert.ok(oracle.isBad(gone), `${where}: the exception says what is not so`);
      const better = open.filter((unit) => !oracle.isBad(new Set(unit)));
      if (!isOrder) {
        // Who cuts nobody off may have had to wait for the other end of a link, which is no reason to cut others off.
        assert.ok(
          better.every((unit) => unit.some((index) => nodes[index]?.now !== nodes[index]?.next)),
          `${where}: the exception was not forced`,
        );
      }
    }
    for (const index of gone) {
      done.add(index);
      nodes[index] = { ...(nodes[index] as NetworkNode), runs: true };
    }
  }
}

describe('canaries', () => {
  it('are those that least depends on, of different sites, by name', async () => {
    const nodes = network(7, [...star(7), [1, 2]], (index) => ({ site: index === 4 ? 's3' : `s${index}` }));
    const chosen = await chooseCanaries(nodes, each(7), 3);
    assert.deepEqual(chosen, [[3], [5], [6]]);
    assert.deepEqual(await chooseCanaries(nodes, each(7), 100), each(7));
  });
});

describe('waves of large networks', () => {
  it('are found while others have their turn', async () => {
    const random = seeded(7);
    const size = 10_000;
    const links = Array.from(
      { length: size * 3 },
      (_, index) => [index % size, Math.floor(random() * size)] as const,
    );
    let turns = 0;
    let isOver = false;
    const count = () => {
      turns++;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    const waves = await plan(network(size, links), 1_000);
    isOver = true;
    assert.equal(waves.flatMap(({ units }) => units).length, size);
    assert.ok(waves.length <= 12, `${waves.length} waves`);
    assert.ok(turns > waves.length, `${turns} turns`);
  });
});
