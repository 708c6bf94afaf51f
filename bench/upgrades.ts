import { sample } from './faults/campaign.ts';
import { runCampaigns } from './faults/run/run-campaigns.ts';
import type { Benchmark } from './main.ts';
import { upgradesCampaign } from './upgrades/campaign.ts';
import { neighboursCampaign } from './upgrades/neighbours.ts';

/**
 * Agents of routers upgraded one after the other in a lab, under traffic; every tenth agent crashes, hangs, or cannot
 * reach the controller. Before that, programs of the last landing beside these.
 */
export const upgrades: Benchmark = ({ rounds, only, plant, signal }) =>
  runCampaigns([neighboursCampaign, upgradesCampaign], {
    name: 'upgrades',
    ...{ only, plant, signal },
    choose: (cases) => sample(cases, rounds),
    join: (_name, before, more) => before + more,
  });
