import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatKey, parseKey } from '../../controller/inventory/keys.ts';
import { effectiveValues, ownValues, valuesAt } from '../../controller/inventory/values.ts';
import { inventory } from './fixture.ts';

const tree = inventory({
  'network.toml': `name = "n"
[bfd]
profile = "fast"
[vars]
"a.b" = { c = 1, 'd e' = [1, 2] }
scalar = 1
table.x = 1
[[vars.line]]
speed = 1
[[vars.line]]
speed = 2
`,
  'sites/bonn/site.toml': '\n[wireguard]\nmtu = 1400\n[vars.scalar]\ninner = 2\n',
  'sites/bonn/bonn/node.toml': 'wireguard = { mtu = 1300 }\nvars.table = "gone"\nvars.empty = {}\n',
  'generated/_network.toml': 'ula = "fd12:0:789a"\n\n[asn]\nbonn = 64512\n',
});

test('an effective value names the file and line that it comes from, at each scope', () => {
  const cases: [scope: string, key: string, value: unknown, origin: string][] = [
    ['bonn/bonn', 'wireguard.mtu', 1300, 'sites/bonn/bonn/node.toml:1'],
    ['bonn', 'wireguard.mtu', 1400, 'sites/bonn/site.toml:3'],
    ['', 'wireguard.mtu', 1420, 'default'],
    ['bonn/bonn', 'wireguard.psk', true, 'default'],
    ['bonn/bonn', 'bfd.profile', 'fast', 'network.toml:3'],
    ['bonn/bonn', 'bfd.interval_ms', 100, 'default'],
    ['bonn/bonn', 'services', [], 'default'],
    ['bonn/bonn', 'vars."a.b".c', 1, 'network.toml:5'],
    ['bonn/bonn', 'vars."a.b"."d e"', [1, 2], 'network.toml:5'],
    ['bonn/bonn', 'vars.line', [{ speed: 1 }, { speed: 2 }], 'network.toml:8'],
    ['bonn/bonn', 'vars.scalar.inner', 2, 'sites/bonn/site.toml:5'],
    ['bonn/bonn', 'vars.table', 'gone', 'sites/bonn/bonn/node.toml:2'],
    ['bonn', 'vars.table.x', 1, 'network.toml:7'],
    ['bonn/bonn', 'vars.empty', {}, 'sites/bonn/bonn/node.toml:3'],
    ['bonn/bonn', 'asn', 64_512, 'generated/_network.toml:4'],
    ['', 'loopback_pool_v6', 'fd12:0:789a:1::/64', 'default'],
  ];
  for (const [scope, key, value, origin] of cases) {
    const found = valuesAt(effectiveValues(tree, scope), key);
    assert.deepEqual(JSON.parse(JSON.stringify(found)), [{ key, value, origin }], `${scope} ${key}`);
  }
});

test('a value that a nearer level replaces is not shown beside what replaces it', () => {
  const keys = (scope: string, key: string) =>
    valuesAt(effectiveValues(tree, scope), key).map((value) => value.key);
  assert.deepEqual(keys('bonn/bonn', 'vars.table'), ['vars.table']);
  assert.deepEqual(keys('bonn/bonn', 'vars.scalar'), ['vars.scalar.inner']);
  assert.deepEqual(keys('bonn', 'wireguard'), [
    'wireguard.keepalive',
    'wireguard.listen_port_base',
    'wireguard.mtu',
    'wireguard.path_mtu',
    'wireguard.psk',
    'wireguard.rotate_days',
  ]);
});

test('a key is found however it is quoted, and by its table, but not by the beginning of a word', () => {
  const values = effectiveValues(tree, '');
  for (const key of ['vars."a.b".c', "vars.'a.b'.c", ' vars . "a.b" . "c" ']) {
    assert.equal(valuesAt(values, key).length, 1, key);
  }
  assert.deepEqual(valuesAt(values, 'var'), []);
  assert.deepEqual(valuesAt(values, 'vars.a'), []);
  assert.throws(() => valuesAt(values, 'vars."a'), /is no key/);
});

test('own values are those of one file', () => {
  assert.deepEqual(
    ownValues(tree, 'bonn').map((value) => value.key),
    ['vars.scalar.inner', 'wireguard.mtu'],
  );
  assert.throws(() => effectiveValues(tree, 'ulm'), /there is no site ulm/);
});

test('a key that is written is read as the same words', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 }), (path) => {
      assert.deepEqual(parseKey(formatKey(path)), path);
    }),
  );
});
