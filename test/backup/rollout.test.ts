import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { supersede } from '../../controller/backup/supersede.ts';
import { aborted, resumed } from '../../controller/rollout/requests.ts';
import { Fleet, newRelease } from '../rollout/fleet.ts';

const fleets: Fleet[] = [];
afterEach(() => {
  for (const fleet of fleets.splice(0)) fleet.remove();
});

const actor = { kind: 'admin', name: 'root', uid: 0 } as const;
const nodes = ['n1', 'n2', 'n3', 'n4'].map((name, at, all) => ({
  name,
  peers: [all[(at + 1) % 4] ?? '', all[(at + 3) % 4] ?? ''],
}));

/** A network whose rollout has come to its second wave; then its database is that of a restored controller. */
async function restoredAfter(deed: (fleet: Fleet) => void = () => undefined): Promise<Fleet> {
  const fleet = new Fleet(nodes);
  fleets.push(fleet);
  await fleet.start();
  await fleet.second();
  await fleet.begin({ canaries: ['n2'], wave: { value: 1, isPercent: false }, rollsBack: true });
  await fleet.until(() => fleet.rollout.wave === 2);
  deed(fleet);
  const backup = { created_ms: fleet.time, epoch: 1 };
  supersede(fleet.store, 2, { actor, clock: fleet.context.clock, backup });
  fleet.stop();
  fleet.told.length = 0;
  await fleet.start();
  return fleet;
}

describe('a rollout of which a backup was made', () => {
  it('stands in the restored controller, whoever fails, until an admin lets it go on', async () => {
    const fleet = await restoredAfter();
    // None of them says what it runs: more than may fail.
    for (const { name } of nodes) fleet.away.add(name);
    for (let second = 0; second < 400; second++) await fleet.second();
    assert.deepEqual(
      [fleet.rollout.state, fleet.rollout.reason],
      ['stopped', 'restored from a backup: look, then resume or abort'],
    );
    assert.deepEqual(fleet.told, []);
    assert.equal(fleet.store.releases.newest(), newRelease);
    fleet.away.clear();
    for (let second = 0; second < 10; second++) await fleet.second();
    fleet.say((rollout, _seen, now) => resumed(rollout, now));
    await fleet.until(() => fleet.rollout.state === 'done');
  });

  it('takes nothing back by itself that was about to be taken back, but at a word', async () => {
    const fleet = await restoredAfter((before) =>
      before.say((rollout, seen, now) => aborted(rollout, seen, true, now)),
    );
    for (let second = 0; second < 400; second++) await fleet.second();
    assert.equal(fleet.rollout.state, 'stopped');
    assert.deepEqual(fleet.told, []);
    assert.equal(fleet.store.releases.newest(), newRelease);
    fleet.say((rollout, seen, now) => aborted(rollout, seen, true, now));
    await fleet.until(() => fleet.rollout.state === 'aborted');
    assert.equal(fleet.store.releases.newest(), newRelease + 1);
  });
});
