import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ipv6Of } from '../../lab/network/ipv6-of.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import { meshOf } from '../../lab/network/small.ts';
import { until } from '../lab/until.ts';

const sites = ['aachen', 'berlin'] as const;
type Site = (typeof sites)[number];
/** The bench says how long it takes; this only tells a link that comes back from one that waits for a time-out. */
const deadlineMs = 15_000;

let network: LabNetwork;
before(async () => {
  network = await meshOf(sites);
});
after(() => network?.lab.down());

/** Sends pings through the link itself, from aachen. */
async function throughLink() {
  const address = await ipv6Of(network.lab, 'berlin', 'tl-aachen', 'link');
  const probe = network.lab.probe('aachen', `${address}%tl-berlin`, { intervalMs: 20 });
  await probe.answer(deadlineMs);
  return probe;
}

/** A firewall that is new knows nothing of the tunnel until the node has sent something, in up to five seconds. */
async function firewall(site: Site, isOn: boolean): Promise<void> {
  await network.lab.statefulFirewall(site, isOn);
  const script = `ping -6 -c 1 -W 5 "$(wg show tlmgmt allowed-ips | cut -f2 | cut -d/ -f1)"`;
  await network.lab.exec(site, ['bash', '-c', script]);
}

/** Where the links point to, and where the nodes are. */
const pointedAt = async (from: Site) => {
  const { stdout } = await network.lab.exec(from, ['wg', 'show', 'all', 'endpoints']);
  return /^tl-\S+\t\S+\t\[?([0-9a-f.:]+?)\]?:\d+$/m.exec(stdout)?.[1];
};

const cases: readonly { name: string; moves: readonly Site[]; firewalled: readonly Site[] }[] = [
  { name: 'one side moves', moves: ['berlin'], firewalled: [] },
  { name: 'one side moves, away from a firewalled neighbour', moves: ['berlin'], firewalled: ['aachen'] },
  { name: 'both sides move at once', moves: sites, firewalled: [] },
  { name: 'both sides move at once, both behind stateful firewalls', moves: sites, firewalled: sites },
];

for (const { name, moves, firewalled } of cases) {
  test(`${name}: the link is back at the new addresses`, async (context) => {
    const { lab } = network;
    for (const site of sites) await firewall(site, firewalled.includes(site));
    const probe = await throughLink();
    const old = sites.flatMap((site) => Object.values(lab.publicAddresses(site)));
    await Promise.all(moves.map((site) => lab.move(site)));
    const moved = performance.now();
    await probe.answer(deadlineMs);
    context.diagnostic(`${name}: ${((performance.now() - moved) / 1000).toFixed(2)} s`);
    await probe.stop();
    for (const [from, to] of [
      ['aachen', 'berlin'],
      ['berlin', 'aachen'],
    ] as const) {
      if (!moves.includes(to)) continue;
      const now = await pointedAt(from);
      assert.ok(now !== undefined && !old.includes(now), `${from} points at ${now}`);
      assert.ok(Object.values(lab.publicAddresses(to)).includes(now));
    }
  });
}

test('a line that was down for a while, behind a stateful firewall, is back as soon as it has an address', async (context) => {
  const { lab } = network;
  for (const site of sites) await firewall(site, true);
  const probe = await throughLink();
  await lab.exec('aachen', ['ip', 'address', 'flush', 'dev', 'wan0', 'scope', 'global']);
  await until('BFD gives the link up', async () => {
    const shown = await lab.exec('berlin', ['birdc', '-s', '/run/bird/bird.ctl', 'show', 'bfd', 'sessions']);
    return !/\bUp\b/.test(shown.stdout);
  });
  await lab.move('aachen');
  const moved = performance.now();
  await probe.answer(deadlineMs);
  context.diagnostic(`after an outage: ${((performance.now() - moved) / 1000).toFixed(2)} s`);
  await probe.stop();
});

test('the controller counts what it noticed and told', async () => {
  const metrics = async () => {
    const { stdout } = await network.lab.exec('controller', ['curl', '-sS', 'http://127.0.0.1:9900/metrics']);
    return stdout;
  };
  await until('both were noticed', async () => {
    const text = await metrics();
    return ['tunnel', 'node'].every((source) =>
      new RegExp(`towline_node_moves_total\\{source="${source}"\\} [1-9]`).test(text),
    );
  });
  assert.match(await metrics(), /towline_hints_total\{reason="node"\} \d+/);
});
