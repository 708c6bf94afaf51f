import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { InventoryError } from '../../controller/inventory/problems.ts';
import { createInventoryReader, readInventory } from '../../controller/inventory/read.ts';
import { nearest } from '../../controller/inventory/suggest.ts';
import { inventory } from './fixture.ts';

/** Other string objects with the same texts, as a second reading of the disk gives. */
function copyOf(tree: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...tree].map(([path, text]) => [path, Buffer.from(text).toString('utf8')]));
}

const files = {
  'sites/bonn/site.toml': 'lan = ["10.1.0.0/24"]\n',
  'sites/bonn/bonn/node.toml': 'endpoint = "bonn.example"\n',
  'sites/kiel/kiel/node.toml': 'wireguard.mtu = 1400\n',
};

test('a reader gives the identical values for files whose text is the same, and new ones for others', () => {
  const read = createInventoryReader();
  const tree = inventory(files);
  const first = read(tree);
  const path = 'sites/kiel/kiel/node.toml';
  const second = read(copyOf(tree).set(path, 'wireguard.mtu = 1300\n'));
  assert.equal(second.network, first.network);
  assert.equal(second.sites.get('bonn')?.file, first.sites.get('bonn')?.file);
  assert.equal(second.sites.get('bonn')?.nodes.get('bonn'), first.sites.get('bonn')?.nodes.get('bonn'));
  assert.deepEqual(second.sites.get('kiel')?.nodes.get('kiel'), { wireguard: { mtu: 1300 } });
  assert.deepEqual(first.sites.get('kiel')?.nodes.get('kiel'), { wireguard: { mtu: 1400 } });
});

test('a reader gives what a fresh one gives, whatever it read before', () => {
  const read = createInventoryReader();
  const trees = [
    inventory(files),
    inventory({ ...files, 'sites/ulm/ulm/node.toml': '' }),
    inventory({ 'sites/kiel/bonn/node.toml': 'endpoint = "bonn.example"\n' }),
    inventory({ 'sites/bonn/bonn/node.toml': 'endpont = 1\n' }),
    inventory(files),
  ];
  for (const tree of trees)
    assert.deepEqual(
      outcome(() => read(tree)),
      outcome(() => readInventory(tree)),
    );
  assert.deepEqual(read(new Map([...inventory(files)].reverse())), readInventory(inventory(files)));
});

test('what was wrong is told again as long as it is wrong, and forgotten when it is mended', () => {
  const read = createInventoryReader();
  const broken = inventory({ ...files, 'sites/bonn/bonn/node.toml': 'endpont = 1\n' });
  for (const tree of [broken, copyOf(broken)]) {
    assert.throws(() => read(tree), /sites\/bonn\/bonn\/node\.toml:1: endpont: unknown key/);
  }
  assert.equal(read(inventory(files)).sites.size, 2);
});

test('all faults of all files are told at once, those of generated/ too, sorted by place', () => {
  const tree = inventory({
    'sites/kiel/kiel/node.toml': 'x = 1\ny = 2\n[wireguard]\nmtu = 1\nkeepalive = "often"\n',
    'sites/bonn/bonn/node.toml': 'lan = 3\n',
    'sites/bonn/site.toml': 'groups = [\n',
    'sites/Ulm/ulm/node.toml': 'colour = 1\n',
    'generated/bonn.toml': 'id = "first"\n',
  });
  assert.throws(
    () => readInventory(tree),
    (thrown: unknown) => {
      assert.ok(thrown instanceof InventoryError);
      const places = thrown.problems.map(({ file, line, key }) => [file, line, key].join(' ').trim());
      assert.deepEqual(places, [
        'generated/bonn.toml  loopback_v4',
        'generated/bonn.toml  loopback_v6',
        'generated/bonn.toml  management_address',
        'generated/bonn.toml  port_base',
        'generated/bonn.toml 1 id',
        'sites/Ulm/ulm/node.toml',
        'sites/bonn/bonn/node.toml 1 lan',
        'sites/bonn/site.toml 2',
        'sites/kiel/kiel/node.toml 1 x',
        'sites/kiel/kiel/node.toml 2 y',
        'sites/kiel/kiel/node.toml 4 wireguard.mtu',
        'sites/kiel/kiel/node.toml 5 wireguard.keepalive',
      ]);
      return true;
    },
  );
});

test('a message stays short enough for the status of a call, and says how much it leaves out', () => {
  const lines = Array.from({ length: 3000 }, (_, index) => `schlüssel${index} = 1`.replace('ü', '_'));
  assert.throws(
    () => readInventory(inventory({ 'network.toml': `${lines.join('\n')}\n` })),
    (thrown: unknown) => {
      assert.ok(thrown instanceof InventoryError);
      assert.equal(thrown.problems.length, 3000);
      assert.ok(Buffer.byteLength(thrown.message) < 14_000);
      const shown = thrown.message.split('\n').length - 1;
      assert.ok(thrown.message.endsWith(`\nand ${3000 - shown} more problems`));
      return true;
    },
  );
});

test('keys that every object has neither crash the reading nor reach another object', () => {
  for (const text of [
    '__proto__ = { admin = true }\n',
    'vars = { constructor = { prototype = 1 } }\n',
    '[vars.a.__proto__]\nadmin = true\n',
    '[group."__proto__"]\ntopology = "hub"\n',
    '"\\u005f_proto__".admin = true\n',
  ]) {
    assert.throws(() => readInventory(inventory({ 'network.toml': text })), InventoryError, text);
  }
  assert.equal(Object.hasOwn(Object.prototype, 'admin'), false);
  const fine = readInventory(
    inventory({ 'network.toml': 'vars = { toString = "x", hasOwnProperty = 1 }\n' }),
  );
  assert.deepEqual(fine.network.vars, { toString: 'x', hasOwnProperty: 1 });
});

test('dates among the own values are the text that was written, in any time zone', () => {
  const text =
    'vars = { day = 2026-11-22, at = 2026-11-22T07:30:00, zone = 2026-11-22T07:30:00+01:00, t = 07:30:00 }\n';
  assert.deepEqual(readInventory(inventory({ 'network.toml': text })).network.vars, {
    day: '2026-11-22',
    at: '2026-11-22T07:30:00.000',
    zone: '2026-11-22T07:30:00.000+01:00',
    t: '07:30:00.000',
  });
});

test('a byte order mark and line ends of another system are taken as they are', () => {
  const tree = inventory({ 'network.toml': '\ufeffname = "n"\r\n[wireguard]\r\nmtu = 1400\r\n' });
  assert.deepEqual(readInventory(tree).network, { name: 'n', wireguard: { mtu: 1400 } });
});

/** Pieces that make most of the ways in which a file goes wrong. */
const piece = fc.oneof(
  fc.constantFrom(
    ...['lan', 'wireguard', 'mtu', 'vars', 'group', 'default', 'hubs', 'bfd', '__proto__', 'a.b', '"x y"'],
    ...[' = ', '[', ']', '[[', ']]', '{ ', ' }', ', ', '.', '"', "'", '"""', '#', '\n', '\r\n', '\n'],
    ...['"10.1.0.0/24"', '1400', '-1', '1e400', '0x1f', 'inf', 'true', '2026-11-22', '07:30:00', '[]', '{}'],
    ...['\0', '\ufeff', '\ufffd', '\u202e', '\x1b[31m', '<<<<<<< HEAD\n'],
  ),
  fc.string({ unit: 'grapheme', maxLength: 5 }),
);

test('whatever a file holds, it is read or refused in one line a problem, with nothing that moves a cursor', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      const tree = inventory({ 'network.toml': pieces.join(''), 'sites/bonn/bonn/node.toml': '' });
      try {
        readInventory(tree);
      } catch (error) {
        assert.ok(error instanceof InventoryError, String(error));
        assert.equal(error.message.split('\n').length, error.problems.length);
        assert.doesNotMatch(error.message.replaceAll('\n', ''), /[\p{Cc}\u202e]/u);
        for (const { line, text } of error.problems) {
          assert.ok(line === undefined || line >= 1);
          assert.doesNotMatch(text, /Invalid input/);
        }
      }
    }),
    { numRuns: 3000 },
  );
});

test('the nearest word is suggested, and none where no one is near', () => {
  const known = ['endpoint', 'groups', 'lan', 'bfd'];
  const cases = { endpont: 'endpoint', gruops: 'groups', lna: 'lan', colour: undefined, x: undefined };
  for (const [word, expected] of Object.entries(cases)) assert.equal(nearest(word, known), expected, word);
});

function outcome(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return String(error);
  }
}
