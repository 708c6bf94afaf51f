import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LabNetwork } from '../../lab/network/network.ts';
import { meshOf } from '../../lab/network/small.ts';
import { until } from '../lab/until.ts';

const sites = ['aachen', 'berlin', 'chemnitz', 'dresden'] as const;
/** A probe that a machine with other work was too slow for is made again after a minute. */
const deadlineMs = 150_000;
type Site = (typeof sites)[number];

let network: LabNetwork;
before(async () => {
  network = await meshOf(sites, {
    // Dresden's with Berlin and with Chemnitz: both ends are behind NAT.
    deadLinks: 2,
    lines: {
      berlin: { nat: true, families: ['ipv4', 'ipv6'] },
      chemnitz: { nat: 'carrier', families: ['ipv4', 'ipv6'] },
      dresden: { nat: true },
    },
  });
});
after(() => network?.lab.down());

interface Link {
  readonly peer: string;
  readonly prospects: Record<'ipv4' | 'ipv6', { readonly verdict: string; readonly reason: string }>;
}
interface Family {
  readonly fact: string;
  readonly seen: string | null;
}
const asked = async (site: Site, what: 'status' | 'links') =>
  JSON.parse((await network.agent(site, [what, '--json'], { allowFailure: true })).stdout);
const familiesOf = async (site: Site): Promise<{ ipv4: Family; ipv6: Family }> =>
  (await asked(site, 'status')).families;
/** What the probes, the first of which is made some seconds after a session began, have found. */
const factsOf = async (site: Site) => {
  const { ipv4, ipv6 } = await familiesOf(site);
  return `${ipv4.fact} ${ipv6.fact}`;
};

test('each node learns how it may be reached, also in the family that its tunnel does not use', async () => {
  for (const [site, facts] of [
    ['aachen', 'public public'],
    ['berlin', 'nat public'],
    ['chemnitz', 'carrierNat public'],
    ['dresden', 'nat none'],
  ] as const) {
    const line = network.lab.publicAddresses(site);
    await until(`${site} knows`, async () => (await factsOf(site)) === facts, deadlineMs);
    const { ipv4, ipv6 } = await familiesOf(site);
    assert.equal(ipv4.seen, line.ipv4, site);
    assert.equal(ipv6.seen, line.ipv6 ?? null, site);
  }
});

test('a link says over which families it can work, and why not over the others, and works over one that can', async () => {
  for (const [site, peer, ipv4, ipv6, reason] of [
    ['aachen', 'berlin', 'possible', 'possible', /^berlin is behind NAT, and has to send first$/],
    [
      'berlin',
      'chemnitz',
      'impossible',
      'possible',
      /^both ends are behind NAT, chemnitz behind a carrier's$/,
    ],
    ['aachen', 'dresden', 'possible', 'impossible', /^dresden is behind NAT, and has to send first$/],
    ['berlin', 'dresden', 'doubtful', 'impossible', /^both ends are behind NAT: only if /],
    [
      'chemnitz',
      'dresden',
      'impossible',
      'impossible',
      /^both ends are behind NAT, this node behind a carrier's$/,
    ],
  ] as const) {
    await until(
      `${site} knows of ${peer}`,
      async () => {
        const { links }: { links: Link[] } = await asked(site, 'links');
        const found = links.find((link) => link.peer === peer)?.prospects;
        return found?.ipv4.verdict === ipv4 && found.ipv6.verdict === ipv6 && reason.test(found.ipv4.reason);
      },
      deadlineMs,
    );
  }
  const shown = await network.agent('chemnitz', ['links'], { allowFailure: true });
  assert.match(shown.stdout, /^IPv6 with dresden: dresden has no IPv6$/m);
});

/** Sum of a metric's series that have a label, as the controller counts them. */
async function counted(metric: string, label: string): Promise<number> {
  const { stdout } = await network.lab.exec('controller', ['curl', '-sS', 'http://127.0.0.1:9900/metrics']);
  const lines = stdout.split('\n').filter((line) => line.startsWith(`${metric}{`) && line.includes(label));
  assert.notEqual(lines.length, 0, metric);
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

test('the controller tells the neighbours where a node is in both families, and no probe is a move', async () => {
  const moves = () => counted('towline_node_moves_total', 'source="tunnel"');
  const calls = () => counted('towline_rpc_duration_seconds_count', 'method="ReportAddresses"');
  const [movesBefore, callsBefore] = [await moves(), await calls()];
  // An agent that is started anew says where it is, and probes: twice or more from over there, and when it is back.
  const service = network.agentService('aachen');
  await service?.kill('SIGKILL');
  await service?.exited;
  network.startAgent('aachen');
  await until('it has probed', async () => (await calls()) >= callsBefore + 4, deadlineMs);
  await until('aachen knows', async () => (await factsOf('aachen')) === 'public public', deadlineMs);
  assert.equal(await moves(), movesBefore);
});

test('a line that gets another address learns anew how it may be reached', async () => {
  const { ipv4, ipv6 } = await network.lab.move('berlin');
  await until(
    'berlin knows',
    async () => {
      const families = await familiesOf('berlin');
      return families.ipv4.seen === ipv4 && families.ipv6.seen === ipv6;
    },
    deadlineMs,
  );
  assert.equal(await factsOf('berlin'), 'nat public');
});

test('a family that leads nowhere is told from one that is translated, and the session outlives the probe', async () => {
  const { lab } = network;
  const connected = async () => (await asked('aachen', 'status')).controller.connected;
  const nft = (rules: string) => lab.exec('aachen', ['nft', rules]);
  await nft('add table ip nowhere; add chain ip nowhere out { type filter hook output priority 0; }');
  await nft('add rule ip nowhere out udp dport 51820 drop');
  await lab.move('aachen');
  await until('aachen knows', async () => (await factsOf('aachen')) === 'silent public', deadlineMs);
  await until('it is in contact', connected, deadlineMs);
  await nft('delete table ip nowhere');
  await lab.move('aachen');
  await until('aachen knows', async () => (await factsOf('aachen')) === 'public public', deadlineMs);
});
