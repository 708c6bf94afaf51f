import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Campaign, sample } from '../../bench/faults/campaign.ts';
import { hostileCampaigns } from '../../bench/hostile.ts';

const { signal } = new AbortController();
const campaigns = new Map(hostileCampaigns(1).map((campaign) => [campaign.name, campaign]));

/** Runs an evenly spread sample of a campaign; resolves to its figures and to what was not as it should be. */
async function run(name: string, size: number, plant?: string) {
  const campaign: Campaign | undefined = campaigns.get(name);
  assert.ok(campaign);
  assert.ok(plant === undefined || campaign.plants.includes(plant));
  const bench = await campaign.open({ signal, plant });
  try {
    const outcomes = [];
    const cases = sample(campaign.cases(), size);
    for (let at = 0; at < cases.length; at += bench.atOnce)
      outcomes.push(...(await bench.run(cases.slice(at, at + bench.atOnce), signal)));
    return { figures: campaign.figures(outcomes), bad: outcomes.filter(({ isGood }) => !isGood) };
  } finally {
    await bench.close();
  }
}

const samples: Readonly<Record<string, number>> = {
  ...{ inventory: 6, enrollment: 6, reports: 6, dns: 60, templates: 3, bundles: 3, links: 12, forgeries: 6 },
};

for (const [name, size] of Object.entries(samples)) {
  test(`of ${size} cases of ${name} none does harm`, async () => {
    const { figures, bad } = await run(name, size);
    assert.deepEqual(bad, []);
    for (const figure of ['crashes', 'commands_injected', 'files_outside_root', 'odd_on_terminal'])
      assert.equal(figures[figure] ?? 0, 0, figure);
    assert.equal(figures.accepted_forgeries ?? 0, 0);
  });
}

const planted: Readonly<Record<string, readonly [part: string, size: number, figure: string]>> = {
  shell: ['dns', 30, 'commands_injected'],
  path: ['dns', 30, 'files_outside_root'],
  print: ['dns', 30, 'odd_on_terminal'],
  parse: ['dns', 30, 'crashes'],
  follow: ['links', 12, 'files_outside_root'],
  gullible: ['forgeries', 6, 'accepted_forgeries'],
};

for (const [plant, [part, size, figure]] of Object.entries(planted)) {
  test(`the planted fault ${plant} raises ${figure}`, async () => {
    const { figures } = await run(part, size, plant);
    assert.ok((figures[figure] ?? 0) > 0, JSON.stringify(figures));
  });
}

test('every part has a planted fault', () => {
  for (const { name, plants } of campaigns.values()) assert.notDeepEqual(plants, [], name);
});
