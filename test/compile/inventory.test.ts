import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setValue } from '../../controller/inventory/edit.ts';
import { InventoryError } from '../../controller/inventory/problems.ts';
import { effectiveValues, ownValues } from '../../controller/inventory/values.ts';
import { compileAll, inventory } from './fixture.ts';

const two = {
  'sites/bonn/bonn/node.toml': '',
  'sites/kiel/kiel/node.toml': '',
};

/** One fault each: the files, and the whole text of the error. */
const faults: { what: string; files: Record<string, string>; error: string }[] = [
  {
    what: 'an unknown key',
    files: { ...two, 'sites/bonn/site.toml': '# a\nendpont = "x"\n' },
    error: 'sites/bonn/site.toml:2: endpont: unknown key, did you mean "endpoint"?',
  },
  {
    what: 'an unknown key in a table',
    files: { ...two, 'network.toml': 'name = "n"\n[bfd]\nprofil = "fast"\n' },
    error: 'network.toml:3: bfd.profil: unknown key, did you mean "profile"?',
  },
  {
    what: 'a key of another level',
    files: { ...two, 'sites/bonn/bonn/node.toml': 'asn = 65000\n' },
    error: 'sites/bonn/bonn/node.toml:1: asn: this key belongs into site.toml',
  },
  {
    what: 'a wrong type',
    files: { ...two, 'sites/bonn/bonn/node.toml': '[wireguard]\nmtu = "1420"\n' },
    error: 'sites/bonn/bonn/node.toml:2: wireguard.mtu: invalid input: expected number, received string',
  },
  {
    what: 'an MTU that takes the IPv6 addresses away',
    files: { ...two, 'sites/bonn/bonn/node.toml': 'wireguard.mtu = 1200\n' },
    error: 'sites/bonn/bonn/node.toml:1: wireguard.mtu: too small: expected number to be >=1280',
  },
  {
    what: 'no TOML',
    files: { ...two, 'sites/bonn/bonn/node.toml': 'endpoint = \n' },
    error: 'sites/bonn/bonn/node.toml:1: no valid TOML: ',
  },
  {
    what: 'a prefix with host bits',
    files: { ...two, 'sites/bonn/bonn/node.toml': 'lan = [\n  "10.0.0.0/24",\n  "10.0.1.5/24",\n]\n' },
    error: 'sites/bonn/bonn/node.toml:3: lan.1: "10.0.1.5/24" has host bits set, the prefix is "10.0.1.0/24"',
  },
  {
    what: 'no prefix',
    files: { ...two, 'sites/bonn/bonn/node.toml': 'lan = ["10.0.1.0"]\n' },
    error:
      'sites/bonn/bonn/node.toml:1: lan.0: "10.0.1.0" is no prefix such as "10.1.0.0/24" or "fd00:1::/64"',
  },
  {
    what: 'an endpoint with a port',
    files: { ...two, 'sites/bonn/bonn/node.toml': 'endpoint = "vpn.example:51820"\n' },
    error:
      'sites/bonn/bonn/node.toml:1: endpoint: "vpn.example:51820" is no endpoint, expected "auto", "none", a host name or an address without a port',
  },
  {
    what: 'an address that is mistyped',
    files: { ...two, 'sites/bonn/bonn/node.toml': 'endpoint = "198.51.100.300"\n' },
    error:
      'sites/bonn/bonn/node.toml:1: endpoint: "198.51.100.300" is no endpoint, expected "auto", "none", a host name or an address without a port',
  },
  {
    what: 'a LAN that two sites have',
    files: {
      'sites/bonn/bonn/node.toml': 'lan = ["10.0.0.0/24"]\n',
      'sites/kiel/kiel/node.toml': '\nlan = ["10.0.0.0/24"]\n',
    },
    error: 'sites/kiel/kiel/node.toml:2: lan.0: 10.0.0.0/24 is already a LAN of site bonn',
  },
  {
    what: 'the same LAN written in two ways',
    files: {
      'sites/bonn/bonn/node.toml': 'lan = ["fd00:0:0:1::/64"]\n',
      'sites/kiel/kiel/node.toml': 'lan = ["FD00:0000:0:1:0::/64"]\n',
    },
    error: 'sites/kiel/kiel/node.toml:1: lan.0: fd00:0:0:1::/64 is already a LAN of site bonn',
  },
  {
    what: 'a LAN in the pool of loopbacks',
    files: { ...two, 'sites/bonn/site.toml': 'lan = ["10.255.3.0/24"]\n' },
    error: 'sites/bonn/site.toml:1: lan.0: 10.255.3.0/24 lies in the pool of IPv4 loopbacks 10.255.0.0/16',
  },
  {
    what: 'a group that nobody shares',
    files: {
      'sites/bonn/bonn/node.toml': 'groups = ["core"]\n',
      'sites/kiel/kiel/node.toml': 'groups = ["core"]\n',
      'sites/ulm/ulm/node.toml': 'groups = ["coer"]\n',
    },
    error: 'sites/ulm/ulm/node.toml:1: groups: no other node is in group "coer", did you mean "core"?',
  },
  {
    what: 'a hub that is not in its group',
    files: { ...two, 'network.toml': 'name = "n"\n[group.default]\ntopology = "hub"\nhubs = ["bon"]\n' },
    error: 'network.toml:4: group.default.hubs.0: "bon" is no node of this group, did you mean "bonn"?',
  },
  {
    what: 'two sites with one AS',
    files: { ...two, 'sites/bonn/site.toml': 'asn = 65001\n', 'sites/kiel/site.toml': 'asn = 65001\n' },
    error:
      'sites/kiel/site.toml:1: asn: sites bonn and kiel would both have AS 65001; each site needs its own',
  },
  {
    what: 'a link that nobody can dial',
    files: {
      'sites/bonn/bonn/node.toml': 'endpoint = "none"\n',
      'sites/kiel/kiel/node.toml': 'endpoint = "none"\n',
    },
    error:
      'sites/kiel/kiel/node.toml:1: endpoint: bonn and kiel have a link and both say "none": neither could dial the other',
  },
  {
    what: 'a LAN that the network does not permit',
    files: {
      ...two,
      'network.toml': 'prefixes = ["10.0.0.0/8"]\n',
      'sites/bonn/site.toml': 'lan = ["10.1.0.0/16", "fd00:1::/64"]\n',
    },
    error:
      'sites/bonn/site.toml:1: lan.1: fd00:1::/64 lies outside of what network.toml permits (prefixes = ["10.0.0.0/8"]): every other router would refuse it',
  },
  {
    what: 'names that could not be told apart when joined',
    files: { ...two, 'sites/ulm/a--b/node.toml': '' },
    error:
      'sites/ulm/a--b/node.toml: "a--b" is no name, expected lower-case letters and digits, words joined by single "-", at most 32',
  },
  {
    what: 'a template of a service that no agent knows',
    files: { ...two, 'templates/brid/custom.conf.njk': '' },
    error: 'templates/brid/custom.conf.njk: no agent knows the service "brid", did you mean "bird"?',
  },
  {
    what: 'a template whose name cannot be a file of a bundle',
    files: { ...two, 'sites/bonn/templates/bird/my file.conf.njk': '' },
    error:
      'sites/bonn/templates/bird/my file.conf.njk: "my file.conf" is no name of a file: letters, digits, ".", "_" and "-", no "." first',
  },
  {
    what: 'a template in the wrong place',
    files: { ...two, 'sites/bonn/bird/custom.conf.njk': '' },
    error:
      'sites/bonn/bird/custom.conf.njk: not a place for a template, expected templates/<service>/<file>.njk at the top, in sites/<site>/ or in sites/<site>/<node>/',
  },
  {
    what: 'a pool that is too small',
    files: { ...two, 'network.toml': 'loopback_pool_v4 = "10.250.0.0/31"\n' },
    error:
      'network.toml: loopback_pool_v4: the pool 10.250.0.0/31 has no address for node number 2 (kiel); set a larger one',
  },
  {
    what: 'a node name at two sites',
    files: { 'sites/bonn/r1/node.toml': '', 'sites/kiel/r1/node.toml': '' },
    error:
      'sites/kiel/r1/node.toml: a node of this name is already at site bonn; node names are unique in the network',
  },
  {
    what: 'a name that is none',
    files: { ...two, 'sites/Ulm/ulm/node.toml': '' },
    error:
      'sites/Ulm/ulm/node.toml: "Ulm" is no name, expected lower-case letters and digits, words joined by single "-", at most 32',
  },
  {
    what: 'a file in the wrong place',
    files: { ...two, 'sites/bonn/nodes.toml': '' },
    error:
      'sites/bonn/nodes.toml: not a place for a file, expected sites/<site>/site.toml or sites/<site>/<node>/node.toml',
  },
  {
    what: 'a template with a missing value',
    files: { ...two, 'templates/bird/custom.conf.njk': '\n{{ vars.colour }}\n' },
    error: 'templates/bird/custom.conf.njk: for node bonn: ',
  },
  {
    what: 'a template without end',
    files: { ...two, 'sites/bonn/templates/bird/custom.conf.njk': '{% if true %}' },
    error: 'sites/bonn/templates/bird/custom.conf.njk: for node bonn: ',
  },
  {
    what: 'a template above which there is none',
    files: { ...two, 'templates/bird/own.conf.njk': '{% extends "above" %}' },
    error: 'templates/bird/own.conf.njk: for node bonn: ',
  },
];

for (const { what, files, error } of faults) {
  test(`refused with file, line and key: ${what}`, () => {
    assert.throws(
      () => compileAll(inventory(files)),
      (thrown: unknown) => {
        assert.ok(thrown instanceof InventoryError, String(thrown));
        const [line = '', ...others] = thrown.message.split('\n');
        // Texts that end in ": " are continued by the words of a library.
        assert.equal(error.endsWith(': ') ? line.slice(0, error.length) : line, error);
        assert.deepEqual(others, [], 'one fault, one line');
        return true;
      },
    );
  });
}

test('a group that waits for its second node is a warning', () => {
  const tree = inventory({ ...two, 'sites/ulm/ulm/node.toml': 'groups = ["backbone"]\n' });
  assert.deepEqual(compileAll(tree).warnings, [
    'sites/ulm/ulm/node.toml: no other node is in group "backbone"',
  ]);
});

test('all faults of an inventory are told at once, sorted by place', () => {
  const tree = inventory({
    'sites/kiel/kiel/node.toml': 'x = 1\ny = 2\n',
    'sites/bonn/bonn/node.toml': 'lan = 3\n',
  });
  assert.throws(
    () => compileAll(tree),
    (thrown: unknown) =>
      thrown instanceof InventoryError &&
      thrown.problems.map((p) => `${p.file}:${p.line}`).join(' ') ===
        'sites/bonn/bonn/node.toml:1 sites/kiel/kiel/node.toml:1 sites/kiel/kiel/node.toml:2',
  );
});

test('an effective value names the level that it comes from', () => {
  const tree = inventory({
    'network.toml': 'name = "n"\n[bfd]\nprofile = "fast"\n',
    'sites/bonn/site.toml': '\n[wireguard]\nmtu = 1400\n',
    'sites/bonn/bonn/node.toml': 'wireguard = { mtu = 1300 }\n',
  });
  const at = (scope: string, key: string) => effectiveValues(tree, scope).find((value) => value.key === key);
  assert.deepEqual(at('bonn/bonn', 'wireguard.mtu'), {
    key: 'wireguard.mtu',
    value: 1300,
    origin: 'sites/bonn/bonn/node.toml:1',
  });
  assert.deepEqual(at('bonn', 'wireguard.mtu'), {
    key: 'wireguard.mtu',
    value: 1400,
    origin: 'sites/bonn/site.toml:3',
  });
  assert.deepEqual(at('', 'wireguard.mtu'), { key: 'wireguard.mtu', value: 1420, origin: 'default' });
  assert.deepEqual(at('bonn/bonn', 'bfd.profile'), {
    key: 'bfd.profile',
    value: 'fast',
    origin: 'network.toml:3',
  });
  assert.deepEqual(
    ownValues(tree, 'bonn').map((value) => value.key),
    ['wireguard.mtu'],
  );
  assert.throws(() => effectiveValues(tree, 'ulm'), /there is no site ulm/);
});

test('setting a value keeps comments, order and everything else', () => {
  const text = '# the line\n[wireguard] # here\nmtu = 1400 # measured\n\n# also\n[bfd]\nprofile = "fast"\n';
  assert.equal(setValue(text, 'wireguard.mtu', 1300), text.replace('1400', '1300'));
  const added = setValue(text, 'endpoint', 'auto');
  assert.match(added, /^endpoint = "auto"$/m);
  for (const line of text.trim().split('\n')) assert.ok(added.includes(line), `lost: ${line}`);
  assert.equal(setValue(text, 'bgp.hold_time_s', undefined), text);
  assert.equal(setValue('', 'lan', ['10.0.0.0/8']).trim(), 'lan = [ "10.0.0.0/8" ]');
  assert.doesNotMatch(setValue(text, 'wireguard.mtu', undefined), /mtu/);
});

test('a key that is none, or leads through a value, cannot be set', () => {
  assert.throws(() => setValue('', 'a b', 1), /is no key/);
  assert.throws(() => setValue('', '__proto__.x = 1', 1), /is no key/);
  assert.throws(() => setValue('name = "x"\n', 'name.first', 1), /name is no table/);
  assert.throws(() => setValue('broken', 'name', 1), /no valid TOML/);
  assert.throws(() => setValue('', 'name', null), /no null/);
});
