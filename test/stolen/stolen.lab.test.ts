import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import { readStatus } from '../../lab/network/status.ts';
import type { Probe } from '../../lab/traffic/probe.ts';
import { until } from '../lab/until.ts';
import { losses } from '../network/fixture.ts';
import { announcements } from './announcements.ts';
import { type Announcement, attackerConfig } from './attacker.ts';
import {
  attack,
  type Known,
  knowledgeOf,
  neighbours,
  sessionsOf,
  stolen,
  stolenNetwork,
  tableOf,
  waitForRoutes,
} from './fixture.ts';

let network: LabNetwork;
let known: Record<'aachen' | 'berlin' | 'chemnitz' | 'dresden', Known>;
let announced: Announcement[];
let probes: { name: string; probe: Probe }[];

before(async () => {
  network = await stolenNetwork();
  const of = (name: string) => knowledgeOf(network, name);
  const [aachen, berlin, chemnitz, dresden] = await Promise.all([
    of('aachen'),
    of('berlin'),
    of('chemnitz'),
    of('dresden'),
  ]);
  known = { aachen, berlin, chemnitz, dresden };
  announced = announcements(known, `${aachen.management.split(':').slice(0, 3).join(':')}::/64`);
  probes = ['ipv4', 'ipv6'].flatMap((family) =>
    honestPairs.map(([from, to]) => ({
      name: `${from} to ${to}, ${family}`,
      probe: network.lab.probe(
        `host-${from}`,
        network.lab.hostAddresses(to)[family === 'ipv4' ? 'ipv4' : 'ipv6'] ?? '',
      ),
    })),
  );
  await Promise.all(probes.map(({ probe }) => probe.answer(20_000)));
});
after(() => network?.lab.down());

const honestPairs = [
  ['aachen', 'berlin'],
  ['berlin', 'chemnitz'],
  ['chemnitz', 'aachen'],
] as const;

const statusShape = z.object({
  nodes: z.array(
    z.object({
      name: z.string(),
      links: z.array(z.object({ peer: z.string(), prefix_limit_hit: z.boolean() })),
    }),
  ),
});

/** Ten thousand prefixes that nobody has, as if from a site that nobody knows. */
const flood = Array.from({ length: 10_000 }, (_, n) => `10.128.${Math.floor(n / 256)}.${n % 256}/32`);

async function announce(list: readonly Announcement[], more: readonly string[] = []): Promise<void> {
  const { asn, v4 } = known.dresden;
  const router = { routerId: v4, asn, sessions: sessionsOf(known) };
  await attack(network, attackerConfig(router, list, { prefixes: more, path: [asn, 64_999] }));
  await waitForRoutes(network);
}

/** What both take of a router that tells nothing but the truth. */
const itsOwn = ['its own LAN: 10.4.0.0/24', 'its own LAN: fd4a:7b1c:2e90:4::/64'];
/** Taken, and not used while the true way is there, since that is shorter. */
const longer = [
  "Berlin's LAN, as if over Berlin: fd4a:7b1c:2e90:2::/64",
  "Chemnitz' LAN, as if linked with it: fd4a:7b1c:2e90:3::/64",
];

test('neighbours take of a stolen router what is its own, and nothing that leads a packet of others to it', async () => {
  await network.stopAgent(stolen);
  await announce(announced, flood);
  assert.deepEqual(await tableOf(network, announced), { aachen: [...longer, ...itsOwn], berlin: itsOwn });
  for (const site of ['berlin', 'chemnitz'])
    assert.equal(await wayTo('aachen', network.lab.hostAddresses(site).ipv6), `tl-${site}`);
  assert.deepEqual(await limitsHit(), [], 'what is refused does not count');
});

test('routers that know of their neighbours only take what is said of others, and no more of it than the limit', async () => {
  // Berlin would send packets to Chemnitz' host the wrong way.
  await announce(announced.filter(({ prefix }) => prefix !== '10.3.0.2/32'));
  await network.towline(['set', 'bgp.origins', 'neighbours']);
  await network.release('routers that know less');
  await until(
    'the release is in force',
    async () => {
      const { nodes } = await readStatus(network);
      return neighbours.every((name) =>
        nodes.some((node) => node.name === name && node.running_release === 2),
      );
    },
    60_000,
  );
  await waitForRoutes(network);
  const others = [
    "Chemnitz' LAN, as if linked with it: fd4a:7b1c:2e90:3::/64",
    ...itsOwn,
    "nobody's private network, as if from nobody: 10.78.0.0/16",
    "nobody's private network, as if from nobody: fd78::/64",
    'with a path of 200: 10.80.0.0/16',
    'with our communities: 10.86.0.0/16',
  ];
  assert.deepEqual(await tableOf(network, announced), {
    aachen: [...longer.slice(0, 1), ...others],
    berlin: ["a part of Chemnitz' LAN, as if linked with it: 10.3.0.128/25", ...others].sort(),
  });
  assert.deepEqual(
    await communitiesAt('aachen'),
    [`(${known.berlin.asn}, 0, 1)`],
    'its own mark is taken off',
  );
  assert.deepEqual(await limitsHit(), []);

  await announce([], flood);
  await until(
    'the alarm is raised',
    async () => (await limitsHit()).filter((name) => name.endsWith(stolen)).length === neighbours.length,
    30_000,
  );
  for (const node of neighbours) assert.equal(await countTaken(node), 32, node);
  assert.match((await network.towline(['status'])).stdout, /\naachen: dresden sends more prefixes than /);
  assert.match(await metrics(), /\ntowline_node_prefix_limits_hit\{node="berlin"\} [12]\n/);
});

test('between the others not a packet was lost', async () => {
  assert.deepEqual(await losses(probes), []);
});

test("BIRD's ports are open on no uplink", async () => {
  const scan = `${projectFolder()}/test/network/scan.mjs`;
  const bird = ['179', '3784', '3785', '4784', '6784'];
  for (const node of ['aachen', 'chemnitz']) {
    const { ipv4 = '', ipv6 = '' } = network.lab.publicAddresses(node);
    for (const address of [ipv4, ipv6]) {
      const { stdout } = await network.lab.exec('controller', [process.execPath, scan, address, ...bird]);
      assert.deepEqual(
        JSON.parse(stdout),
        { tcp_open: [], tcp_refused: bird.length, udp_silent: [] },
        address,
      );
    }
  }
});

test('a router that takes everything is found by the table', async () => {
  await announce(announced);
  await network.lab.exec('berlin', [
    'sh',
    '-ec',
    `cp -rL /var/lib/towline/current/bird /etc/planted
     sed -i 's/if !tl_taken() then reject;//' /etc/planted/filters.conf
     birdc configure '"/etc/planted/bird.conf"'`,
  ]);
  // BIRD asks its neighbour for all routes anew, and takes them when they come.
  for (const what of ['a default route', "Aachen's LAN", 'management', 'a resolver on the Internet']) {
    await until(`${what} is found`, async () => {
      const { berlin = [] } = await tableOf(network, announced);
      return berlin.some((row) => row.startsWith(`${what}: `));
    });
  }
});

async function wayTo(node: string, address = ''): Promise<string | undefined> {
  const { stdout } = await network.lab.exec(node, ['ip', 'route', 'get', address]);
  return / dev (\S+)/.exec(stdout)?.[1];
}

async function countTaken(node: string): Promise<number> {
  const { stdout } = await network.lab.exec(node, [
    'birdc',
    'show',
    'route',
    'count',
    'protocol',
    `link_${stolen}`,
  ]);
  return Number(/^(\d+) of/m.exec(stdout)?.[1]);
}

async function communitiesAt(node: string): Promise<string[]> {
  const { stdout } = await network.lab.exec(node, [
    'birdc',
    'show',
    'route',
    '10.86.0.0/16',
    'protocol',
    `link_${stolen}`,
    'all',
  ]);
  return /large_community: *(.*)/.exec(stdout)?.[1]?.split(/(?<=\)) /) ?? [];
}

/** Names of the sessions over which more comes than is admitted, as the fleet's status has them. */
async function limitsHit(): Promise<string[]> {
  const { nodes } = statusShape.parse(await network.towlineJson(['status']));
  return nodes.flatMap(({ name, links }) =>
    links.filter((link) => link.prefix_limit_hit).map(({ peer }) => `${name} from ${peer}`),
  );
}

async function metrics(): Promise<string> {
  const script =
    "fetch('http://127.0.0.1:9900/metrics').then((r) => r.text()).then((t) => process.stdout.write(t))";
  return (await network.lab.exec('controller', [process.execPath, '-e', script])).stdout;
}
