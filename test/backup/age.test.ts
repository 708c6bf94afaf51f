import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { encrypt, type Opener, openFile, type Recipients } from '../../controller/backup/age/age.ts';
import { fromBech32, toBech32 } from '../../controller/backup/age/bech32.ts';
import {
  formatPublicKey,
  formatSecretKey,
  keyFileText,
  parsePublicKey,
  parseSecretKeys,
} from '../../controller/backup/age/keys.ts';
import { generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { TowlineError } from '../../shared/errors.ts';

interface Vector {
  readonly expect: string;
  readonly payload?: string;
  readonly identities?: readonly string[];
  readonly passphrase?: string;
  readonly compressed?: string;
  readonly file: string;
}

/** From github.com/C2SP/CCTV, age/testdata: what every implementation has to take or to refuse. */
const vectors = JSON.parse(readFileSync(join(import.meta.dirname, 'age-vectors.json'), 'utf8')) as Readonly<
  Record<string, Vector>
>;

const someKey = 'AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0';

const codes: Readonly<Record<string, string>> = {
  'header failure': 'invalid',
  'no match': 'denied',
  'HMAC failure': 'untrusted',
  'payload failure': 'untrusted',
};

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Opens a file that comes in pieces of a size. */
async function decryptAll(file: Buffer, opener: Opener, size = 10_000): Promise<Buffer> {
  const parts: Buffer[] = [];
  const { payloadAt, decrypt } = await openFile(opener, file);
  for await (const part of decrypt(pieces(file.subarray(payloadAt), size))) parts.push(part);
  return Buffer.concat(parts);
}

async function sealed(recipients: Recipients, plain: Buffer, size = 10_000): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of encrypt(recipients, pieces(plain, size), 4)) parts.push(part);
  return Buffer.concat(parts);
}

describe('the vectors of the age format', () => {
  for (const [name, vector] of Object.entries(vectors)) {
    test(`${name}: ${vector.expect}`, async () => {
      const bytes = Buffer.from(vector.file, 'base64');
      const file = vector.compressed === 'zlib' ? inflateSync(bytes) : bytes;
      const { passphrase, identities = [someKey] } = vector;
      const opener: Opener =
        passphrase === undefined ? { secretKeys: parseSecretKeys(identities.join('\n')) } : { passphrase };
      const work = decryptAll(file, opener, 65_536);
      if (vector.expect !== 'success') {
        // Where the nonce lacks, a file that was cut off and one that is none cannot be told apart.
        const code = /^stream_(?:no|short)_nonce$/.test(name) ? 'untrusted' : codes[vector.expect];
        await assert.rejects(work, isCode(code ?? ''));
        return;
      }
      assert.equal(
        createHash('sha256')
          .update(await work)
          .digest('hex'),
        vector.payload,
      );
    });
  }
  assert.ok(Object.keys(vectors).length > 80);
});

describe('a file', () => {
  const pair = generateBoxKeyPair();
  const key = { publicKeys: [pair.publicKey] };
  const opener = { secretKeys: [pair.privateKey] };

  for (const size of [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000]) {
    test(`of ${size} bytes comes back, however it is cut`, async () => {
      const plain = randomBytes(size);
      const file = await sealed(key, plain, 1 + Math.floor(size / 3));
      for (const step of [997, 65_552, 1_000_000])
        assert.ok((await decryptAll(file, opener, step)).equals(plain));
    });
  }

  test('for several keys opens with each of them, and with no other', async () => {
    const others = [generateBoxKeyPair(), generateBoxKeyPair()];
    const file = await sealed(
      { publicKeys: [pair, ...others].map(({ publicKey }) => publicKey) },
      Buffer.from('x'),
    );
    for (const { privateKey } of [pair, ...others])
      assert.equal(String(await decryptAll(file, { secretKeys: [privateKey] })), 'x');
    const stranger = generateBoxKeyPair();
    await assert.rejects(decryptAll(file, { secretKeys: [stranger.privateKey] }), isCode('denied'));
  });

  test('for a passphrase opens with it and with no other, and says where a key was expected', async () => {
    const file = await sealed({ passphrase: 'correct horse' }, Buffer.from('battery'));
    assert.equal(String(await decryptAll(file, { passphrase: 'correct horse' })), 'battery');
    await assert.rejects(decryptAll(file, { passphrase: 'correct horsf' }), /another passphrase/);
    await assert.rejects(decryptAll(file, opener), /for a passphrase/);
    await assert.rejects(decryptAll(await sealed(key, Buffer.from('x')), { passphrase: 'x' }), /public key/);
  });

  test('with any byte flipped, cut anywhere, with chunks swapped, or with another one behind it is refused', async () => {
    const plain = randomBytes(150_000);
    const file = await sealed(key, plain);
    const { payloadAt } = await openFile(opener, file);
    const refused = (bytes: Buffer, what: string) =>
      assert.rejects(decryptAll(bytes, opener), (error) => error instanceof TowlineError, what);
    const places = [
      ...Array(payloadAt + 20).keys(),
      ...Array.from({ length: 200 }, (_, i) => Math.floor((i * file.length) / 200)),
      file.length - 1,
    ];
    for (const at of places) {
      const flipped = Buffer.from(file);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      await refused(flipped, `flipped at ${at}`);
    }
    for (const at of [...places, payloadAt + 16 + 65_552, payloadAt + 16 + 2 * 65_552])
      await refused(file.subarray(0, at), `cut at ${at}`);
    const chunk = (i: number) =>
      file.subarray(payloadAt + 16 + i * 65_552, payloadAt + 16 + (i + 1) * 65_552);
    const start = file.subarray(0, payloadAt + 16);
    await refused(Buffer.concat([start, chunk(1), chunk(0), chunk(2)]), 'swapped');
    await refused(Buffer.concat([start, chunk(0), chunk(2)]), 'one left out');
    await refused(Buffer.concat([start, chunk(0), chunk(0), chunk(1), chunk(2)]), 'one twice');
    await refused(Buffer.concat([file, Buffer.from('x')]), 'a byte more');
    await refused(Buffer.concat([file, file]), 'twice');
    await refused(Buffer.from('something else entirely\n'), 'no backup');
    await refused(randomBytes(200_000), 'noise');
  });
});

test('keys are written as age writes them, and nothing else is taken for one', () => {
  // BIP 173 and the key pair of the vectors.
  assert.equal(toBech32('a', Buffer.alloc(0)), 'a12uel5l');
  const secret = someKey;
  const [privateKey = Buffer.alloc(0)] = parseSecretKeys(`# a comment\n\n${secret}\n`);
  assert.equal(formatSecretKey(privateKey), secret);
  const pair = generateBoxKeyPair();
  assert.ok(parsePublicKey(formatPublicKey(pair.publicKey)).equals(pair.publicKey));
  assert.ok(parseSecretKeys(keyFileText(pair.privateKey, new Date(0)))[0]?.equals(pair.privateKey));
  assert.match(
    keyFileText(pair.privateKey, new Date(0)),
    /^# created: 1970-01-01T00:00:00Z\n# public key: age1/,
  );
  const text = formatPublicKey(pair.publicKey);
  const mistyped = text.replace(/.$/, text.endsWith('q') ? 'p' : 'q');
  for (const wrong of [
    mistyped,
    text.slice(1),
    '',
    'age1',
    `A${text.slice(1)}`,
    toBech32('age', Buffer.alloc(31)),
    toBech32('age', Buffer.alloc(32)),
  ])
    assert.throws(() => parsePublicKey(wrong), isCode('invalid'), wrong);
  assert.throws(
    () => parsePublicKey(secret),
    (error: Error) => /secret key/.test(error.message) && !error.message.includes('EGTZ'),
  );
  for (const wrong of ['', '# only a comment', text, `${secret}\nrubbish`])
    assert.throws(
      () => parseSecretKeys(wrong),
      (error: Error) => /holds no secret key/.test(error.message) && !error.message.includes('EGTZ'),
    );
  assert.equal(fromBech32('age', `${text}b`), undefined);
});

function isCode(code: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof TowlineError, String(error));
    assert.equal(error.code, code, error.message);
    return true;
  };
}
