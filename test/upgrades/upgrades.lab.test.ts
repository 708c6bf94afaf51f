import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runUpgrades, upgradesCampaign } from '../../bench/upgrades/campaign.ts';
import { UpgradeGrounds } from '../../bench/upgrades/grounds.ts';

const { signal } = new AbortController();
let grounds: UpgradeGrounds;
before(async () => {
  grounds = await UpgradeGrounds.up();
});
after(() => grounds?.down());

test('a good agent stays, one that crashes or reaches nobody is put back with the reason, and traffic goes on', async () => {
  const cases = ['upgrade 001 good', 'upgrade 002 crash', 'upgrade 003 unreachable'];
  const outcomes = await runUpgrades(grounds, cases, signal);
  const verdicts = outcomes.map(({ verdict }) => verdict);
  assert.deepEqual(verdicts, ['upgraded', 'rolled back', 'rolled back'], JSON.stringify(outcomes));
  const figures = upgradesCampaign.figures(outcomes);
  const { nodes_reachable, bad_agents, rolled_back_with_reason, packets_lost } = figures;
  assert.deepEqual([nodes_reachable, bad_agents, rolled_back_with_reason, packets_lost], [3, 2, 2, 0]);
});

test('an agent that is not put back where it should be, and packets that are lost, are counted', async () => {
  const plants = ['not-rolled-back', 'packet-lost'];
  const [outcome] = await runUpgrades(grounds, ['upgrade 004 crash'], signal, plants);
  assert.match(outcome?.detail ?? '', /^0\.1\.0 to 0\.1\.4: exit code 0, done, runs 0\.1\.4: $/);
  const figures = upgradesCampaign.figures(outcome ? [outcome] : []);
  assert.equal(figures.rolled_back_with_reason, 0);
  assert.equal(figures.not_as_wanted, 1);
  assert.ok((figures.packets_lost ?? 0) > 0);
});
