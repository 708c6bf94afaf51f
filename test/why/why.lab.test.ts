import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { askUntilHeard, tryCase } from '../../bench/why/campaign.ts';
import { faults } from '../../bench/why/faults.ts';
import { type Grounds, groundsUp } from '../../bench/why/network.ts';

/** A few of the faults of `npm run bench -- why`: quick ones, of each layer one, and two at once. */
const sample = [
  ['agent stopped'],
  ['UDP of a link blocked one way'],
  ['path loses large packets'],
  ['session switched off in BIRD'],
  ['policy rule removed', 'DNS answers an old address'],
] as const;

let grounds: Grounds;
before(async () => {
  grounds = await groundsUp();
});
after(() => grounds?.network.lab.down());

test('nothing is said to be wrong where nothing is, and the way of packets is told', async () => {
  const { network } = grounds;
  assert.deepEqual((await askUntilHeard(grounds, ['aachen'])).found, []);
  assert.deepEqual((await askUntilHeard(grounds, ['dora', 'celle'])).found, []);
  const { stdout } = await network.towline(['why', 'dora', 'celle', '--json'], { okCodes: [3] });
  assert.deepEqual(JSON.parse(stdout).path, ['dora', 'aachen', 'celle']);
});

for (const names of sample) {
  test(`${names.join(' and ')}: each is named, and nothing else`, async (context) => {
    const made = names.map((name) => {
      const fault = faults.find((one) => one.name === name);
      assert.ok(fault !== undefined, name);
      return fault;
    });
    const { isRight, said, seconds, inside } = await tryCase(grounds, made);
    context.diagnostic(`${seconds.toFixed(1)} s, ${inside.toFixed(1)} of it in the controller`);
    assert.ok(isRight, said);
  });
}
