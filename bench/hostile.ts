import type { Campaign } from './faults/campaign.ts';
import { sample } from './faults/campaign.ts';
import { runCampaigns } from './faults/run/run-campaigns.ts';
import { canaries } from './hostile/canaries/canaries.ts';
import { bundles } from './hostile/entrances/bundles.ts';
import { dns } from './hostile/entrances/dns.ts';
import { enrollment } from './hostile/entrances/enrollment.ts';
import { campaignOf } from './hostile/entrances/entrance.ts';
import { inventory } from './hostile/entrances/inventory.ts';
import { links } from './hostile/entrances/links.ts';
import { reports } from './hostile/entrances/reports.ts';
import { templates } from './hostile/entrances/templates.ts';
import { flood, floodPlants } from './hostile/flood.ts';
import { forgeries } from './hostile/forgeries/forgeries.ts';
import { campaignOfOne } from './hostile/single.ts';
import { raceTokens } from './hostile/token-race.ts';
import type { Benchmark } from './main.ts';

const say = (line: string) => void process.stderr.write(`${line}\n`);

/** Everything that strangers, neighbours and authors of inventories and templates try; `share` makes it a part of that. */
export function hostileCampaigns(share: number): readonly Campaign[] {
  return [
    forgeries,
    ...[inventory, enrollment, reports, dns, templates, bundles].map(campaignOf),
    links,
    canaries,
    campaignOfOne({
      name: 'tokens',
      plants: ['double-use'],
      bad: ['token_double_use'],
      run: async (plant, signal) => ({
        ...(await raceTokens(signal, Math.ceil(5 / share), say, plant === undefined ? 1 : 2)),
      }),
    }),
    campaignOfOne({
      name: 'flood',
      plants: Object.keys(floodPlants),
      bad: ['crashes', 'accepted_requests', 'close_wait_after_60s'],
      run: async (plant, signal) => ({
        ...(await flood({
          connections: Math.ceil(20_000 / share),
          messages: Math.ceil(10_000 / share),
          plants: plant === undefined ? [] : [plant],
          ...{ signal, say },
        })),
      }),
    }),
  ];
}

/**
 * A controller and its routers against everybody who means harm. `--rounds N` makes everything an N-th of its size
 * (for a quick look); a planted fault has to raise its counter.
 */
export const hostile: Benchmark = ({ rounds: share = 1, only, plant, signal }) =>
  runCampaigns(hostileCampaigns(share), {
    name: 'hostile',
    ...{ only, plant, signal },
    choose: (cases) => sample(cases, Math.ceil(cases.length / share)),
    join: (_name, before, more) => before + more,
  });
