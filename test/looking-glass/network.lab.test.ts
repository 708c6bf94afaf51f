import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { bringUpNetwork } from '../../lab/network/bring-up.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import { until } from '../lab/until.ts';

const groups = { aachen: ['west'], berlin: ['west', 'east'], chemnitz: ['east'] };
let network: LabNetwork;

// Three sites in a row: aachen -- berlin -- chemnitz.
before(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'towline-row-'));
  try {
    const inventory = join(folder, 'row');
    for (const [site, own] of Object.entries(groups)) {
      const place = join(inventory, 'sites', site, site);
      await mkdir(place, { recursive: true });
      await writeFile(join(inventory, 'sites', site, 'site.toml'), `groups = ${JSON.stringify(own)}\n`);
      const lan = `lan = ["10.${Object.keys(groups).indexOf(site) + 1}.0.0/24"]\n`;
      await writeFile(join(place, 'node.toml'), lan);
    }
    await writeFile(join(inventory, 'network.toml'), 'name = "row"\n');
    network = await bringUpNetwork(inventory, 2);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
after(() => network?.lab.down());

interface Lg<Answer> {
  readonly nodes: readonly (Answer & { readonly node: string })[];
}
const lg = async <Answer>(...words: string[]) => (await network.towlineJson(['lg', ...words])) as Lg<Answer>;

interface Known {
  readonly name: string;
  readonly loopback_v4: string;
  readonly loopback_v6: string;
  readonly management_address: string;
}
const known = async (): Promise<Record<string, Known>> => {
  const { nodes } = (await network.towlineJson(['node', 'list'])) as { nodes: Known[] };
  return Object.fromEntries(nodes.map((node) => [node.name, node]));
};

test('all nodes say how their sessions are', async () => {
  const { nodes } = await lg<{ protocols: { name: string; bgp_state?: string }[] }>('--all', 'protocols');
  assert.deepEqual(
    nodes.map(({ node, protocols }) => [
      node,
      ...protocols.filter(({ bgp_state: state }) => state === 'Established').map(({ name }) => name),
    ]),
    [
      ['aachen', 'link_berlin'],
      ['berlin', 'link_aachen', 'link_chemnitz'],
      ['chemnitz', 'link_berlin'],
    ],
  );
  const { stdout } = await network.towline(['lg', 'aachen', 'berlin', 'bfd']);
  assert.match(stdout, /^aachen\ntl_bfd:\nIP address.*\nfe80::2 +tl-berlin +Up /);
});

test('a route is shown with the AS path to two hops away, and so is the way that packets take', async () => {
  const { berlin, chemnitz } = await known();
  const { sites } = (await network.towlineJson(['site', 'list'])) as {
    sites: { name: string; asn: number }[];
  };
  const asn = (name: string) => sites.find((site) => site.name === name)?.asn;
  const { nodes } = await lg<{ routes: { prefix: string; as_path: string[]; next_hops: object[] }[] }>(
    'aachen',
    'route',
    chemnitz?.loopback_v4 ?? '',
  );
  const [route] = nodes[0]?.routes ?? [];
  assert.equal(route?.prefix, `${chemnitz?.loopback_v4}/32`);
  assert.deepEqual(route?.as_path, [String(asn('berlin')), String(asn('chemnitz'))]);
  assert.deepEqual(route?.next_hops, [{ via: 'fe80::2', dev: 'tl-berlin' }]);
  for (const [words, family] of [
    [['aachen', 'trace', 'chemnitz'], 'loopback_v4'],
    [['aachen', 'trace', 'chemnitz', '--ipv6'], 'loopback_v6'],
  ] as const) {
    const { nodes: traced } = await lg<{
      reached: boolean;
      as_path: { asn: string; site: string }[];
      hops: { address: string; node: string; rtt_ms: number | null }[];
    }>(...words);
    const [trace] = traced;
    assert.deepEqual(
      trace?.hops.map(({ address, node }) => [address, node]),
      [
        [berlin?.[family], 'berlin'],
        [chemnitz?.[family], 'chemnitz'],
      ],
    );
    assert.ok(trace?.reached && (trace.hops[1]?.rtt_ms ?? 0) > 0);
    assert.deepEqual(trace?.as_path, [
      { asn: String(asn('berlin')), site: 'berlin' },
      { asn: String(asn('chemnitz')), site: 'chemnitz' },
    ]);
  }
});

test("a front end on the controller's machine asks by the tunnel, and nobody else reaches the port", async () => {
  const { aachen, berlin } = await known();
  const get = async (from: string, node: Known | undefined, path: string) => {
    const url = `http://[${node?.management_address}]:8000${path}`;
    const curl = ['curl', '-gsS', '--max-time', '5', '-w', ' %{http_code}', url];
    const { stdout, exitCode } = await network.lab.exec(from, curl, { allowFailure: true });
    return exitCode === 0 ? stdout : undefined;
  };
  assert.equal(await get('controller', berlin, '/bird?q=show+status'), undefined, 'it is off by default');
  await network.lab.writeFile('berlin', '/etc/towline/agent.toml', '[looking_glass]\nport = 8000\n');
  await network.stopAgent('berlin');
  network.startAgent('berlin');
  await until(
    'it listens',
    async () => (await get('controller', berlin, '/bird?q=show+protocols')) !== undefined,
    60_000,
  );
  const protocols = (await get('controller', berlin, '/bird?q=show+protocols')) ?? '';
  assert.match(protocols, /^Name .*\n(?:.*\n)*link_aachen +BGP .*Established.*\n(?:.*\n)* 200$/);
  assert.match((await get('controller', berlin, '/bird?q=configure')) ?? '', /^Forbidden: .*\n 403$/);
  const trace = await get('controller', berlin, `/traceroute?q=${aachen?.loopback_v4}`);
  assert.match(
    trace ?? '',
    new RegExp(`^traceroute to .*\n 1 {2}${aachen?.loopback_v4} {2}[\\d.]+ ms\n 200$`),
  );
  await Promise.all(
    ['aachen', 'chemnitz', 'host-berlin', 'host-aachen'].map(async (from) =>
      assert.equal(await get(from, berlin, '/bird?q=show+status'), undefined, from),
    ),
  );
  assert.ok(
    (await get('berlin', berlin, '/bird?q=show+status'))?.includes('Daemon is up'),
    'the router itself',
  );
});
