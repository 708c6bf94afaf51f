import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parse } from 'smol-toml';
import { setValue } from '../../controller/inventory/edit.ts';
import { formatKey } from '../../controller/inventory/keys.ts';
import { commentsOf } from '../../controller/inventory/splice.ts';

const text = `# the line
name = "x" # n

lan = [
  "10.0.0.0/24", # office
  "10.0.1.0/24", # lab
]
[wireguard] # here
mtu = 1400 # measured

# also
[bfd]
profile = "fast"
`;

test('an edit changes what it says and nothing else', () => {
  const cases: [key: string, value: unknown, from: string, to: string][] = [
    ['wireguard.mtu', 1300, 'mtu = 1400', 'mtu = 1300'],
    ['wireguard.psk', false, '# measured\n', '# measured\npsk = false\n'],
    ['wireguard.mtu', undefined, 'mtu = 1400 # measured', '# measured'],
    ['name', 'ünï "q" \\ \n', '"x"', '"ünï \\"q\\" \\\\ \\n"'],
    ['endpoint', 'auto', ']\n[wireguard]', ']\nendpoint = "auto"\n[wireguard]'],
    ['lan', ['10.0.0.0/24', '10.0.2.0/24'], '10.0.1.0/24', '10.0.2.0/24'],
    ['bgp.hold_time_s', 30, '"fast"\n', '"fast"\n\n[bgp]\nhold_time_s = 30\n'],
    ['vars."a.b"', { c: [1, 'x'] }, '"fast"\n', '"fast"\n\n[vars]\n"a.b" = { c = [1, "x"] }\n'],
    ['bgp.hold_time_s', undefined, '', ''],
    ['wireguard.mtu', 1400, '', ''],
  ];
  for (const [key, value, from, to] of cases)
    assert.equal(setValue(text, key, value), text.replace(from, to), key);
});

test('each way of writing a table is edited in that way', () => {
  const cases: [before: string, key: string, value: unknown, after: string][] = [
    ['', 'lan', ['10.0.0.0/8'], 'lan = ["10.0.0.0/8"]\n'],
    ['', 'bfd.profile', 'fast', '[bfd]\nprofile = "fast"\n'],
    ['# all\n', 'tags', [], '# all\ntags = []\n'],
    ['# bfd\n[bfd]\n', 'tags', [], 'tags = []\n\n# bfd\n[bfd]\n'],
    ['wireguard.mtu = 1400 # c', 'wireguard.psk', true, 'wireguard.mtu = 1400 # c\nwireguard.psk = true\n'],
    [
      'wireguard = { mtu = 1400 } # c\n',
      'wireguard.psk',
      true,
      'wireguard = { mtu = 1400, psk = true } # c\n',
    ],
    ['a = 1\r\n[bfd]\r\n', 'bfd.multiplier', 3, 'a = 1\r\n[bfd]\r\nmultiplier = 3\r\n'],
    ['[vars]\n[vars.b]\nx = 1\n', 'vars.a', 1, '[vars]\na = 1\n[vars.b]\nx = 1\n'],
    ['[vars.b]\nx = 1\n', 'vars.a', 1, '[vars.b]\nx = 1\n\n[vars]\na = 1\n'],
    ['[bfd] # of bonn\nprofile = "fast" # x\n', 'bfd', undefined, '# of bonn\n# x\n'],
    ['[[vars.l]] # one\nx = 1\n[[vars.l]]\nx = 2 # two\n', 'vars.l', undefined, '# one\n# two\n'],
  ];
  for (const [before, key, value, after] of cases) assert.equal(setValue(before, key, value), after, before);
});

test('a key that is none, or leads through a value, and a value that TOML has not, cannot be set', () => {
  const cases: [text: string, key: string, value: unknown, error: RegExp][] = [
    ['', 'a b', 1, /"a b" is no key, expected words joined by dots such as bfd\.profile/],
    ['', '', 1, /is no key/],
    ['', 'vars.__proto__.x', 1, /is no key/],
    ['name = "x"\n', 'name.first', 1, /name is no table/],
    ['vars = [1]\n', 'vars.0', 1, /vars is no table/],
    ['broken', 'name', 1, /no valid TOML/],
    ['', 'name', null, /no null/],
    ['', 'vars.x', { y: [null] }, /no null/],
    ['', 'vars.x', 1e300, /no number that a file could keep exactly/],
    ['', 'vars.x', '\ud800', /Unicode characters only/],
  ];
  for (const [before, key, value, error] of cases)
    assert.throws(() => setValue(before, key, value), { code: 'invalid', message: error }, key);
});

const word = fc.constantFrom('a', 'b', 'c', 'd e', 'f.g', 'ü');
const path = fc.array(word, { minLength: 1, maxLength: 3 });
const scalar = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom(0.5, -1.25, 'say "x" # no comment', "it's", '\u007f\t\u0001'),
);
const value = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('a', 'b', 'x y'), scalar, { maxKeys: 3 }),
);

/** Texts in many forms, with a comment at every place that can have one. */
const document = fc.constantFrom(
  text,
  '# 1\na = 1 # 2\n# 3\n"f.g" = { a = 1, b = { c = 2 } } # 4\n[b] # 5\na = [\n  1, # 6\n  # 7\n  2\n] # 8\n[b.c] # 9\nb = 1\n',
  'a.b = 1 # 1\na.c = "#" # 2\nb = """\n# no comment\n""" # 3\n[["d e"]] # 4\na = 1\n[["d e"]] # 5\n[["d e".b]]\nc = 1 # 6\n',
  '[a.b] # 1\nc = 2026-11-22 # 2\n["ü"] # 3\na = { } # 4\n\n# 5\n[c]\nb = 1e3\n# 6',
  '',
);

test('what is set is read; every other value and every comment stays, whatever the file looks like', () => {
  fc.assert(
    fc.property(document, path, fc.option(value, { nil: undefined }), (before, keys, now) => {
      const key = formatKey(keys);
      const old = parse(before);
      if (leadsThroughValue(old, keys)) {
        assert.throws(() => setValue(before, key, now), /is no table/);
        return;
      }
      const after = setValue(before, key, now);
      const read = parse(after);
      assert.deepEqual(plain(at(read, keys)), plain(now));
      assert.deepEqual(without(read, keys), without(old, keys));
      assert.deepEqual(commentsOf(after).sort(), commentsOf(before).sort());
      assert.equal(setValue(after, key, now), after, 'set again, nothing changes');
    }),
    { numRuns: 600 },
  );
});

function leadsThroughValue(table: unknown, keys: readonly string[]): boolean {
  let here = table;
  for (const key of keys) {
    if (typeof here !== 'object' || Array.isArray(here) || here instanceof Date) return true;
    if (here === null || !Object.hasOwn(here, key)) return false;
    here = (here as Record<string, unknown>)[key];
  }
  return false;
}

function at(table: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((here, key) => (here as Record<string, unknown> | undefined)?.[key], table);
}

/** Everything but one key, and but tables that are empty for want of it. */
function without(table: unknown, [first = '', ...rest]: readonly string[]): unknown {
  const { [first]: inner, ...others } = plain(table) as Record<string, unknown>;
  if (inner === undefined || rest.length === 0) return others;
  const left = without(inner, rest) as Record<string, unknown>;
  return Object.keys(left).length === 0 ? others : { ...others, [first]: left };
}

function plain(table: unknown): unknown {
  return table === undefined ? undefined : JSON.parse(JSON.stringify(table));
}
