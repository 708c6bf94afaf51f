import { setTimeout as delay } from 'node:timers/promises';
import type { LabNetwork } from '../../../lab/network/network.ts';
import { paperLinks, paperNetwork } from '../../../lab/network/paper.ts';
import { linksOf, readStatus } from '../../../lab/network/status.ts';
import { waitUntilGreen } from '../../../lab/network/wait.ts';
import type { Probe } from '../../../lab/traffic/probe.ts';
import type { Campaign, Outcome, Workbench, WorkbenchOptions } from '../campaign.ts';

const releaseCount = 100;
/** Releases in a row between two sums. */
const atOnce = 10;

/** Releases that change BIRD's files on all nodes and a link's file on one, and no link's path. */
export const releases: Campaign = {
  name: 'releases',
  plants: ['packet-lost'],
  labs: 1,
  cases: () =>
    Array.from({ length: releaseCount }, (_, index) => `release ${String(index + 1).padStart(3, '0')}`),
  figures: (outcomes) => ({
    releases: outcomes.length,
    releases_lost_packets: outcomes.reduce((sum, { lost = 0 }) => sum + lost, 0),
  }),
  open: openReleases,
};

async function openReleases({ signal, plant }: WorkbenchOptions): Promise<Workbench> {
  const network = await paperNetwork({ signal, values: { 'confirm.window_s': '10' } });
  return {
    atOnce,
    run: (cases, ended) => runReleases(network, cases, ended, plant === 'packet-lost'),
    close: () => network.lab.down(),
  };
}

async function runReleases(
  network: LabNetwork,
  cases: readonly string[],
  signal: AbortSignal,
  isPlanted: boolean,
): Promise<Outcome[]> {
  const links = linksOf(await readStatus(network)).map(({ name }) => name.split('--') as [string, string]);
  const probes = links.map(([a, b], index) => {
    const { ipv4 = '', ipv6 = '' } = network.lab.hostAddresses(b);
    return { name: `${a}--${b}`, probe: network.lab.probe(`host-${a}`, index % 2 === 0 ? ipv4 : ipv6) };
  });
  try {
    await Promise.all(probes.map(({ probe }) => probe.answer(30_000)));
    for (const id of cases) {
      signal.throwIfAborted();
      const number = Number(id.split(' ')[1]);
      await network.towline(['set', 'wireguard.keepalive', String(20 + (number % 2)), '--node', 'hamburg']);
      await network.towline(['set', 'bgp.import_limit', String(1000 + number)]);
      await network.release(id);
      await waitUntilGreen(network, paperLinks, { signal });
    }
    if (isPlanted) await interrupt(network, links[0] ?? ['aachen', 'berlin']);
    return sum(cases, await Promise.all(probes.map(lossOf)));
  } finally {
    await Promise.allSettled(probes.map(({ probe }) => probe.stop({ settleMs: 0 })));
  }
}

async function interrupt(network: LabNetwork, [a, b]: readonly [string, string]): Promise<void> {
  await network.lab.cutLink(a, b);
  await delay(100);
  await network.lab.healLink(a, b);
}

async function lossOf({ name, probe }: { name: string; probe: Probe }) {
  const { lost, sent, lostSequences } = await probe.stop();
  return { lost, sent, text: `${name}: ${lostSequences.slice(0, 20).join(' ')} of ${sent}` };
}

/** One outcome a release; what was lost in a row stands at the last of it, since a ping does not know of releases. */
function sum(cases: readonly string[], losses: readonly { lost: number; text: string }[]): Outcome[] {
  const lost = losses.reduce((total, loss) => total + loss.lost, 0);
  const detail = losses
    .filter((loss) => loss.lost > 0)
    .map(({ text }) => text)
    .join('; ');
  return cases.map((id, index) =>
    lost > 0 && index === cases.length - 1
      ? { case: id, verdict: 'packets lost', isGood: false, lost, detail }
      : { case: id, verdict: 'green', isGood: true },
  );
}
