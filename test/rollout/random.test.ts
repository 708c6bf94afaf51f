import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resumed } from '../../controller/rollout/requests.ts';
import { type Fate, type Fleet, Killed, newRelease, type SimulatedNode } from './fleet.ts';
import { seeded } from './networks.ts';
import { start } from './start.ts';

/** A ring with chords, sites of two and pairs that change together. */
function randomFleet(seed: number): { nodes: SimulatedNode[]; fates: Map<string, Fate> } {
  const random = seeded(seed);
  const size = 5 + Math.floor(random() * 8);
  const name = (index: number) => `n${String((index + size) % size).padStart(2, '0')}`;
  const peers = Array.from({ length: size }, (_, index) => new Set([name(index + 1), name(index - 1)]));
  for (let chord = 0; chord < 3; chord++) {
    const [a, b] = [Math.floor(random() * size), Math.floor(random() * size)];
    if (a === b) continue;
    peers[a]?.add(name(b));
    peers[b]?.add(name(a));
  }
  const tied = random() < 0.5 ? Math.floor(random() * (size - 1)) : -2;
  const nodes = peers.map(
    (own, index): SimulatedNode => ({
      name: name(index),
      site: random() < 0.3 ? `s${index >> 1}` : name(index),
      peers: [...own],
      ...(index === tied ? { tiedTo: name(tied + 1) } : index === tied + 1 ? { tiedTo: name(tied) } : {}),
    }),
  );
  const fates = new Map<string, Fate>();
  for (const node of nodes) {
    const dice = random();
    if (dice < 0.15) fates.set(node.name, 'goes back');
    else if (dice < 0.2) fates.set(node.name, 'says nothing');
    else if (dice < 0.25) fates.set(node.name, 'loses a link');
  }
  return { nodes, fates };
}

/** What holds at any moment. */
function assertInBounds(fleet: Fleet, where: string): void {
  const { rollout } = fleet;
  const { maxFailures } = rollout.settings;
  const failed = rollout.nodes.filter(({ state }) => state === 'failed').length - rollout.forgiven;
  const flying = rollout.nodes.filter(({ state }) => state === 'told');
  const group = Math.max(0, ...flying.map(({ unit }) => flying.filter((node) => node.unit === unit).length));
  const most = maxFailures + 1;
  assert.ok(failed <= most, `${where}: ${failed} failed`);
  if (rollout.state === 'running' && failed + flying.length > most)
    assert.equal(flying.length, group, `${where}: ${failed} failed, ${flying.length} are on their way`);
  for (const node of rollout.nodes) {
    if (node.state !== 'waiting') continue;
    assert.notEqual(
      fleet.store.desired.get(node.nodeId),
      newRelease,
      `${where}: ${node.name} was told and waits`,
    );
  }
  const waves = new Set(flying.map(({ wave }) => wave));
  assert.ok(waves.size <= 1, `${where}: waves ${[...waves].join(' ')} at once`);
}

const isOver = (fleet: Fleet) => () => ['done', 'aborted', 'stopped'].includes(fleet.rollout.state);
const desired = (fleet: Fleet) => fleet.nodes.map((_, index) => fleet.store.desired.get(index + 1));

describe('rollouts over random networks', () => {
  it('never have more failed nodes than the limit and one, and come to an end when an admin goes on', async () => {
    const ends = new Map<string, number>();
    for (let seed = 1; seed <= 30; seed++) {
      const { nodes, fates } = randomFleet(seed);
      const fleet = await start(nodes, 10_000);
      for (const [name, fate] of fates) fleet.fates.set(name, fate);
      const random = seeded(seed + 1_000);
      const limit = 1 + Math.floor(random() * 3);
      await fleet.begin({
        canaryCount: random() < 0.5 ? 1 : 0,
        wave: { value: 10 + Math.floor(random() * 90), isPercent: true },
        maxFailures: { value: limit, isPercent: false },
        pauseMs: random() < 0.3 ? 30_000 : 0,
      });
      for (let resumes = 0; resumes < 20; resumes++) {
        await fleet.until(isOver(fleet), 2_000, () => assertInBounds(fleet, `seed ${seed}`));
        if (fleet.rollout.state !== 'stopped') break;
        ends.set('stopped', (ends.get('stopped') ?? 0) + 1);
        fleet.say((rollout, _seen, now) => resumed(rollout, now));
      }
      const { state, nodes: rows } = fleet.rollout;
      assert.equal(state, 'done', `seed ${seed}`);
      for (const { name, state: end } of rows) {
        const isTied = rows.some(
          ({ unit, name: other }) =>
            other !== name && unit !== 0 && unit === rows.find((row) => row.name === name)?.unit,
        );
        if (!isTied) assert.equal(end, fates.has(name) ? 'failed' : 'healthy', `seed ${seed}: ${name}`);
      }
      const twice = fleet.told.filter(({ name, release }, at) =>
        fleet.told.some((other, before) => before < at && other.name === name && other.release === release),
      );
      assert.deepEqual(twice, [], `seed ${seed}: told twice`);
      ends.set(state, (ends.get(state) ?? 0) + 1);
      fleet.stop();
    }
    assert.ok((ends.get('stopped') ?? 0) > 5, JSON.stringify([...ends]));
  });
});

describe('a controller that is killed in a rollout', () => {
  const cases: [string, number, (fleet: Fleet) => void][] = [
    ['goes on where it was', 4, () => undefined],
    ['takes it back to its end', 2, (fleet) => fleet.fates.set(fleet.nodes[3]?.name ?? '', 'goes back')],
  ];
  for (const [what, seed, prepare] of cases) {
    it(`${what}, killed before or after any of its transactions`, async () => {
      let kills = 0;
      for (let killAt = 1; ; killAt++) {
        const fleet = await start(randomFleet(seed).nodes, 5_000);
        prepare(fleet);
        await fleet.begin({ canaryCount: 1, wave: { value: 30, isPercent: true }, rollsBack: true });
        fleet.transactions = 0;
        fleet.killAt = killAt;
        let isKilled = false;
        try {
          await fleet.until(isOver(fleet), 2_000);
        } catch (error) {
          if (!(error instanceof Killed)) throw error;
          isKilled = true;
          fleet.killAt = 0;
          fleet.stop();
          await fleet.start();
          await fleet.until(isOver(fleet), 2_000, () => assertInBounds(fleet, `killed at ${killAt}`));
        }
        const { state, nodes } = fleet.rollout;
        const hasFailed = fleet.fates.size > 0;
        assert.equal(state, hasFailed ? 'aborted' : 'done', `killed at ${killAt}`);
        const open = nodes.filter((node) => ['told', 'returning'].includes(node.state));
        assert.deepEqual(open, [], `killed at ${killAt}`);
        const releases = new Set(desired(fleet));
        assert.equal(releases.size, 1, `killed at ${killAt}: ${[...releases].join(' ')}`);
        assert.equal(releases.has(newRelease), !hasFailed);
        fleet.stop();
        if (!isKilled) break;
        kills++;
      }
      assert.ok(kills > 10, `${kills} kills`);
    });
  }
});
