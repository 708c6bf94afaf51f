import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DecodedPacket, decode, encode } from 'dns-packet';
import { answerTo, modes, type Zone, zoneSchema } from '../../lab/dns/answer.ts';

const name = 'aachen.example.net';
const ask = (type: 'A' | 'AAAA' | 'TXT', asked = name): DecodedPacket =>
  decode(encode({ type: 'query', id: 7, questions: [{ type, name: asked }] }));
const record = { a: ['198.18.1.2'], aaaa: ['2001:db8:1::2'] };
const zoneOf = (zone: Zone) => zoneSchema.parse(zone);

/** What comes over the wire: codes, and the data of each record. */
function answer(type: 'A' | 'AAAA' | 'TXT', zone: Zone, asked?: string) {
  const made = answerTo(ask(type, asked), zoneOf(zone));
  if (made === undefined) return undefined;
  const packet = decode(encode(made.packet));
  const data = (packet.answers ?? []).map((entry) => ('data' in entry ? String(entry.data) : ''));
  return { rcode: (packet.flags ?? 0) & 15, data, delayMs: made.delayMs, id: packet.id };
}

test('a name has the records of the zone, in each family, whatever its case', () => {
  const zone = { [name]: record };
  assert.deepEqual(answer('A', zone), { rcode: 0, data: ['198.18.1.2'], delayMs: 0, id: 7 });
  assert.deepEqual(answer('AAAA', zone, name.toUpperCase())?.data, ['2001:db8:1::2']);
  assert.deepEqual(answer('TXT', zone)?.data, []);
  assert.equal(answer('A', zone, 'other.example.net')?.rcode, 3);
});

const expected: Record<(typeof modes)[number], (found: ReturnType<typeof answer>) => void> = {
  answer: (found) => assert.equal(found?.data.length, 1),
  hang: (found) => assert.equal(found, undefined),
  late: (found) => assert.deepEqual([found?.data.length, found?.delayMs], [1, 3000]),
  refuse: (found) => assert.equal(found?.rcode, 5),
  missing: (found) => assert.equal(found?.rcode, 3),
  empty: (found) => assert.deepEqual([found?.rcode, found?.data], [0, []]),
  loop: (found) => assert.deepEqual(found?.data, [`loop.${name}`, name]),
  many: (found) => assert.equal(found?.data.length, 100),
  private: (found) => assert.deepEqual(found?.data, ['10.255.255.1', '127.0.0.1', '169.254.1.1']),
};

for (const mode of modes) {
  test(`a name server that is to ${mode} does`, () => {
    expected[mode](answer('A', { [name]: { ...record, mode } }));
  });
}
