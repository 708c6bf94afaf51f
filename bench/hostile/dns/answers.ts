/** Makes the bytes of an answer (RFC 1035, section 4) to a query, of which it gets the bytes. */
export type Answer = (query: Buffer, text: Buffer) => Buffer;

const types = { A: 1, CNAME: 5, TXT: 16, AAAA: 28 } as const;

/** Header and question of the query, as an answer with so many records; `rcode` 0 is success. */
function head(query: Buffer, answers: number, { rcode = 0, flags = 0x8580 } = {}): Buffer {
  const question = questionOf(query);
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(flags | rcode, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers, 6);
  return Buffer.concat([header, question]);
}

function questionOf(query: Buffer): Buffer {
  let at = 12;
  while (at < query.length && query[at] !== 0) at += 1 + (query[at] ?? 0);
  return query.subarray(12, at + 5);
}

export function typeOf(query: Buffer): number {
  return query.readUInt16BE(12 + questionOf(query).length - 4);
}

/** The first label of the name that is asked for. */
export function labelOf(query: Buffer): string {
  return query.subarray(13, 13 + (query[12] ?? 0)).toString('latin1');
}

/** A record; its owner is the name that was asked for. */
function record(
  type: number,
  data: Buffer,
  owner: Buffer = Buffer.from([0xc0, 0x0c]),
  length = data.length,
): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(5, 4);
  fixed.writeUInt16BE(length, 8);
  return Buffer.concat([owner, fixed, data]);
}

/** A name whose labels have these bytes: any are allowed on the wire (RFC 2181, section 11). */
function nameOf(text: Buffer): Buffer {
  const labels: Buffer[] = [];
  for (let at = 0; at < Math.min(text.length, 180); at += 60) {
    const label = text.subarray(at, Math.min(at + 60, text.length));
    labels.push(Buffer.from([label.length]), label);
  }
  return Buffer.concat([...labels, Buffer.from([0])]);
}

const goodAddress = (type: number) =>
  type === types.AAAA ? Buffer.from('20010db8000000000000000000000001', 'hex') : Buffer.from([192, 0, 2, 1]);

/** Answers with a hostile text in one place each. */
export const answers: Readonly<Record<string, Answer>> = {
  alias: (query, text) => {
    const target = nameOf(text);
    const alias = record(types.CNAME, target);
    const address = record(typeOf(query), goodAddress(typeOf(query)), target);
    return Buffer.concat([head(query, 2), alias, address]);
  },
  'alias-to-nothing': (query, text) => Buffer.concat([head(query, 1), record(types.CNAME, nameOf(text))]),
  'alias-in-a-ring': (query) =>
    Buffer.concat([head(query, 1), record(types.CNAME, Buffer.from([0xc0, 0x0c]))]),
  'another-owner': (query, text) =>
    Buffer.concat([head(query, 1), record(typeOf(query), goodAddress(typeOf(query)), nameOf(text))]),
  'address-of-the-text': (query, text) => {
    const bytes = Buffer.alloc(typeOf(query) === types.AAAA ? 16 : 4);
    text.copy(bytes);
    return Buffer.concat([head(query, 1), record(typeOf(query), bytes)]);
  },
  'address-too-long': (query, text) =>
    Buffer.concat([head(query, 1), record(typeOf(query), text.subarray(0, 400))]),
  'length-that-lies': (query, text) =>
    Buffer.concat([head(query, 9), record(typeOf(query), text.subarray(0, 40), undefined, 0xffff)]),
  'another-type': (query, text) => {
    const said = text.subarray(0, 255);
    return Buffer.concat([
      head(query, 1),
      record(types.TXT, Buffer.concat([Buffer.from([said.length]), said])),
    ]);
  },
  'pointer-to-itself': (query) => {
    const start = head(query, 1);
    return Buffer.concat([
      start,
      record(1, goodAddress(1), Buffer.from([0xc0 | (start.length >> 8), start.length & 0xff])),
    ]);
  },
  'only-the-text': (query, text) => Buffer.concat([query.subarray(0, 2), text.subarray(0, 500)]),
  'many-addresses': (query, text) => {
    const odd = ['00000000', '7f000001', 'ffffffff', 'e0000001', 'a9fe0001', '0a000001'].map((hex) =>
      Buffer.from(hex, 'hex'),
    );
    const odd6 = [
      '00'.repeat(16),
      `${'00'.repeat(15)}01`,
      `fe80${'00'.repeat(14)}`,
      `00000000000000000000ffff7f000001`,
      `ff02${'00'.repeat(14)}`,
    ];
    const list = typeOf(query) === types.AAAA ? odd6.map((hex) => Buffer.from(hex, 'hex')) : odd;
    const records = list.map((address) => record(typeOf(query), address));
    return Buffer.concat([head(query, list.length + 1), ...records, record(types.TXT, text.subarray(0, 50))]);
  },
  refused: (query, text) => Buffer.concat([head(query, 0, { rcode: 5 }), text.subarray(0, 100)]),
  'no-such-name': (query) => head(query, 0, { rcode: 3 }),
};
