import { type Campaign, sample } from './faults/campaign.ts';
import { calls } from './faults/campaigns/calls.ts';
import { cuts } from './faults/campaigns/cuts.ts';
import { disk } from './faults/campaigns/disk.ts';
import { kills } from './faults/campaigns/kills.ts';
import { releases } from './faults/campaigns/releases.ts';
import { runCampaigns } from './faults/run/run-campaigns.ts';
import type { Benchmark } from './main.ts';

export const campaigns: readonly Campaign[] = [kills, cuts, calls, disk, releases];

/**
 * Real agents, WireGuard and BIRD in labs; in each case one thing goes wrong at one point, and the node is looked at
 * afterwards.
 */
export const faults: Benchmark = ({ rounds, only, plant, signal }) =>
  runCampaigns(campaigns, {
    name: 'faults',
    ...{ only, plant, signal },
    choose: (cases) => sample(cases, rounds),
    join: (name, before, more) => (name.startsWith('max_') ? Math.max(before, more) : before + more),
  });
