import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { allocate } from '../../controller/allocate/allocate.ts';
import { InventoryError } from '../../controller/inventory/problems.ts';
import { createNetworkCheck } from '../../controller/model/checks/checks.ts';
import { linkInterface } from '../../shared/wireguard-names.ts';
import { compileAll, inventory, settle } from './fixture.ts';

const two = { 'sites/bonn/bonn/node.toml': '', 'sites/kiel/kiel/node.toml': '' };

/** Descriptions that look odd and are right. */
const fine: { what: string; files: Record<string, string> }[] = [
  {
    what: 'default routes of several sites',
    files: { ...two, 'network.toml': 'lan = ["0.0.0.0/0", "::/0"]\naccept_default = true\n' },
  },
  {
    what: 'a default route beside permitted prefixes, which it is not within',
    files: {
      ...two,
      'network.toml': 'prefixes = ["10.0.0.0/8"]\n',
      'sites/bonn/site.toml': 'lan = ["0.0.0.0/0", "10.1.0.0/24"]\n',
    },
  },
  {
    what: 'a LAN of all nodes of a site, and one within it',
    files: {
      'sites/bonn/site.toml': 'lan = ["10.1.0.0/16"]\n',
      'sites/bonn/a/node.toml': '',
      'sites/bonn/b/node.toml': 'lan = ["10.1.0.0/16", "10.1.5.0/24"]\n',
    },
  },
  {
    what: 'neighbouring LANs',
    files: {
      'sites/bonn/bonn/node.toml': 'lan = ["10.0.0.0/25", "10.0.1.0/24", "fd00:0:0:1::/64"]\n',
      'sites/kiel/kiel/node.toml': 'lan = ["10.0.0.128/25", "10.0.2.0/23", "fd00:0:0:2::/63"]\n',
    },
  },
  {
    what: 'two nodes behind one address, their ports apart',
    files: {
      'sites/bonn/site.toml': 'endpoint = "bonn.example"\n',
      'sites/bonn/a/node.toml': '',
      'sites/bonn/b/node.toml': 'wireguard.listen_port_base = 51900\n',
    },
  },
  {
    what: 'a silent node whose neighbours can all be dialled',
    files: { ...two, 'sites/kiel/kiel/node.toml': 'endpoint = "none"\n' },
  },
  {
    what: 'permitted prefixes around the management prefix and the pools',
    files: { ...two, 'network.toml': 'prefixes = ["10.0.0.0/8", "fd12:3456:789a::/48", "fc00::/7"]\n' },
  },
  {
    what: 'host names of all kinds',
    files: {
      'sites/bonn/bonn/node.toml': 'endpoint = "Bonn-1.dyn.example.net."\n',
      'sites/kiel/kiel/node.toml': 'endpoint = "xn--kln-sna.example"\n',
      'sites/ulm/ulm/node.toml': 'endpoint = "2001:db8::1"\n',
    },
  },
];

for (const { what, files } of fine) {
  test(`taken as it is: ${what}`, () => {
    assert.deepEqual(compileAll(inventory(files)).warnings, []);
  });
}

test('a group that waits for its second node is a warning, and so is one of a series', () => {
  const tree = inventory({
    ...two,
    'sites/ulm/ulm/node.toml': 'groups = ["default", "backbone", "region-2"]\n',
    'sites/jena/jena/node.toml': 'groups = ["default", "region-1"]\n',
    'sites/suhl/suhl/node.toml': 'groups = ["default", "region-1"]\n',
  });
  assert.deepEqual(compileAll(tree).warnings, [
    'sites/ulm/ulm/node.toml: no other node is in group "backbone"',
    'sites/ulm/ulm/node.toml: no other node is in group "region-2"',
  ]);
});

test('all contradictions of a network are told at once, each once', () => {
  const tree = inventory({
    'network.toml': 'loopback_pool_v4 = "10.250.0.0/31"\n[group.default]\nhubs = ["bonn"]\n',
    'sites/bonn/site.toml': 'asn = 65001\nlan = ["10.1.0.0/24"]\n',
    'sites/bonn/a/node.toml': 'endpoint = "none"\n',
    'sites/bonn/b/node.toml': 'endpoint = "none"\n',
    'sites/kiel/site.toml': 'asn = 65001\nlan = ["10.1.0.0/25"]\n',
    'sites/kiel/kiel/node.toml': '[wireguard]\nlisten_port_base = 65535\n',
  });
  assert.throws(
    () => compileAll(tree),
    (thrown: unknown) => {
      assert.ok(thrown instanceof InventoryError);
      assert.deepEqual(
        thrown.problems.map(({ file, line, key }) => `${file}:${line} ${key}`),
        [
          'network.toml:1 loopback_pool_v4',
          'network.toml:3 group.default.hubs',
          'sites/bonn/b/node.toml:1 endpoint',
          'sites/kiel/kiel/node.toml:2 wireguard.listen_port_base',
          'sites/kiel/site.toml:1 asn',
          'sites/kiel/site.toml:2 lan.0',
        ],
      );
      return true;
    },
  );
});

test('a check that remembers finds what a fresh one finds', () => {
  const check = createNetworkCheck();
  const base = settle(inventory({ ...two, 'sites/bonn/site.toml': 'lan = ["10.1.0.0/24"]\n' }));
  const changes = ['', 'lan = ["10.1.0.0/25"]\n', 'wireguard.listen_port_base = 3784\n', ''];
  for (const text of changes) {
    const tree = new Map(base).set('sites/kiel/kiel/node.toml', text);
    const allocated = allocate(tree, new Map());
    const expected = createNetworkCheck()(tree, allocated);
    assert.equal(expected.problems.length, text === '' ? 0 : 1);
    assert.deepEqual(check(tree, allocated), expected);
    assert.deepEqual(check(tree, allocated), expected);
  }
});

test('AS numbers beyond the private 16-bit range go on in the 32-bit one, past those that are taken', () => {
  const sites = Object.fromEntries(
    ['a', 'b', 'c', 'd'].map((name) => [`sites/${name}/${name}/node.toml`, '']),
  );
  const tree = inventory({
    ...sites,
    'network.toml': 'asn_base = 65533\n',
    'sites/b/site.toml': 'asn = 65534\n',
    'sites/d/site.toml': 'asn = 4200000000\n',
  });
  assert.deepEqual(
    compileAll(tree).network.sites.map((site) => site.asn),
    [65_533, 65_534, 4_200_000_001, 4_200_000_000],
  );
});

test('AS numbers that run into reserved ones, or out of all, are refused at asn_base', () => {
  for (const [base, asn] of [
    [23_455, 23_456],
    [4_294_967_294, 4_294_967_295],
  ] as const) {
    assert.throws(() => compileAll(inventory({ ...two, 'network.toml': `asn_base = ${base}\n` })), {
      message: `network.toml:1: asn_base: site kiel would have AS ${asn}, which is none; set another asn_base`,
    });
  }
});

test('a name of an interface is the peer itself, or its start and its hash, in 15 bytes', () => {
  assert.equal(linkInterface('bonn'), 'tl-bonn');
  assert.equal(linkInterface('twelve-bytes'), 'tl-twelve-bytes');
  assert.match(linkInterface('thirteen-byte'), /^tl-thi_[a-z2-7]{8}$/);
});

const anyName = fc
  .stringMatching(/^[a-z0-9]{1,12}(-[a-z0-9]{1,9}){0,2}$/)
  .filter((name) => name.length <= 32);

test('names of interfaces and of sessions are unique where those of nodes are', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyName, { minLength: 2, maxLength: 30 }), (names) => {
      const interfaces = names.map(linkInterface);
      assert.equal(new Set(interfaces).size, names.length);
      for (const name of interfaces) assert.match(name, /^tl-[a-z0-9_-]{1,12}$/);
    }),
  );
  // What begins alike: routers are often named after a scheme.
  const scheme = Array.from({ length: 20_000 }, (_, index) => `branch-office-${index}`);
  assert.equal(new Set(scheme.map(linkInterface)).size, scheme.length);
});

test('the sessions of a node have names of their own in BIRD, also beside names that differ in "-" alone', () => {
  const names = ['ab-c', 'a-bc', 'abc', 'a-b-c', 'branch-office-number-1', 'branch-office-number-10'];
  const tree = inventory(Object.fromEntries(names.map((name) => [`sites/${name}/${name}/node.toml`, ''])));
  const node = compileAll(tree).nodes.find(({ name }) => name === 'abc');
  const text = node?.files.map(({ content }) => content).join('\n') ?? '';
  const sessions = [...text.matchAll(/^protocol bgp (\S+)/gm)].map(([, name]) => name);
  assert.equal(sessions.length, 5);
  assert.equal(new Set(sessions).size, 5);
});
