import assert from 'node:assert/strict';
import { test } from 'node:test';
import { segmentAddresses, uplinkAddresses } from '../../lab/topology/addresses.ts';
import type { LabDescription } from '../../lab/topology/description.ts';
import { lineAddresses, planTopology } from '../../lab/topology/topology.ts';
import { TowlineError } from '../../shared/errors.ts';

const node = (name: string, more = {}) => ({ name, site: name, ...more });

test('the number of an uplink can be read in its addresses', () => {
  assert.equal(uplinkAddresses(7).ipv4.machine, '198.18.7.2');
  assert.equal(uplinkAddresses(7).ipv6.gateway, '2001:db8:7::1');
  assert.equal(uplinkAddresses(300).ipv4.prefix, '198.19.44.0/24');
  assert.throws(() => uplinkAddresses(510), TowlineError);
});

test('a LAN gives its first address to the node and its second to the host', () => {
  const { gateway, machine, length } = segmentAddresses('fd00:1:2:3::/64');
  assert.deepEqual([gateway, machine, length], ['fd00:1:2:3::1', 'fd00:1:2:3::2', 64]);
  assert.equal(segmentAddresses('10.1.2.64/30').machine, '10.1.2.66');
});

test('machines without an uplink of their own choice get free ones, and nobody gets one twice', () => {
  const plan = planTopology({ controller: {}, nodes: [node('a'), node('b', { uplink: 1 }), node('c')] });
  const uplinks = [...plan.lines.values()].map((line) => [line.machine, line.uplink]);
  assert.deepEqual(uplinks, [
    ['controller', 100],
    ['a', 2],
    ['b', 1],
    ['c', 3],
  ]);
});

test('a host is there where there is a LAN, and a line has the families asked for', () => {
  const plan = planTopology({ nodes: [node('a', { lanV4: '10.1.0.0/24', families: ['ipv6'] }), node('b')] });
  assert.deepEqual(plan.machines, ['a', 'b', 'host-a']);
  const line = plan.lines.get('a');
  assert.ok(line);
  assert.deepEqual(Object.keys(lineAddresses(line)), ['ipv6']);
});

test('interfaces of the core stay within 15 bytes and differ however long the names are', () => {
  const long = 'a-very-long-name-of-a-router';
  const plan = planTopology({ nodes: [node(`${long}-1`), node(`${long}-2`)] });
  const names = [...plan.lines.values()].map((line) => line.coreInterface);
  assert.equal(new Set(names).size, 2);
  assert.ok(names.every((name) => name.length <= 15));
});

const refused: [string, LabDescription, RegExp][] = [
  ['two nodes of one name', { nodes: [node('a'), node('a')] }, /two machines are called 'a'/],
  [
    'an uplink used twice',
    { nodes: [node('a', { uplink: 3 }), node('b', { uplink: 3 })] },
    /uplink 3 is used twice/,
  ],
  ["a machine's name of the lab's own", { nodes: [node('internet')] }, /'internet' cannot be a node's name/],
  ['a name that is none', { nodes: [node('a b')] }, /'a b' cannot be a node's name/],
  ['a LAN that is no prefix', { nodes: [node('a', { lanV4: '10.0.0' })] }, /'10\.0\.0' is no prefix/],
  ['a LAN without room', { nodes: [node('a', { lanV4: '10.0.0.0/31' })] }, /has no room/],
];
for (const [what, description, message] of refused) {
  test(`a description with ${what} is refused`, () => {
    assert.throws(() => planTopology(description), { name: 'TowlineError', code: 'invalid', message });
  });
}
