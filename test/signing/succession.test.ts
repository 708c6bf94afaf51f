import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followChain, newestOf, type TrustedKeys } from '../../agent/verify/succession.ts';
import { signSuccession } from '../../shared/bundle/succession.ts';
import { generateSigningKeyPair, signBytes } from '../../shared/crypto/ed25519.ts';
import type { SigningChain } from '../../shared/gen/towline/v1/SigningChain.ts';
import { chainTo, keys, networkId, pairOf, publicOf, retirementBy, stepTo } from './chain-fixture.ts';

const at = (generation: number): TrustedKeys => ({
  generation,
  keys: [publicOf(generation)],
  acceptedFrom: generation,
});
const follow = (from: TrustedKeys, chain: SigningChain) => followChain(from, chain, networkId);
const thief = generateSigningKeyPair();

test('a node follows every change that it has missed, from whichever key it trusts', () => {
  for (let from = 0; from < keys.length; from++) {
    for (let to = from; to < keys.length; to++) {
      const now = follow(at(from), chainTo(to));
      assert.equal(now.generation, to);
      assert.ok(newestOf(now).equals(publicOf(to)));
      assert.equal(now.keys.length, to - from + 1, 'the keys on the way are remembered');
      assert.equal(now.acceptedFrom, from === to ? from : to - 1, 'the one before is accepted beside it');
    }
  }
});

test('a node stays where it is when it hears what it knows, or less', () => {
  const now = follow(at(0), chainTo(4, true));
  for (let to = 0; to <= 4; to++) assert.equal(follow(now, chainTo(to)), now);
  assert.equal(follow(now, chainTo(4, true)), now);
  assert.equal(follow(now, chainTo(2, true)), now, 'an older end of keys takes nothing back');
});

test('a node accepts the key before until it is told that its time is over, and then never again', () => {
  const both = follow(at(2), chainTo(3));
  assert.equal(both.acceptedFrom, 2);
  const alone = follow(both, chainTo(3, true));
  assert.equal(alone.acceptedFrom, 3);
  assert.equal(follow(alone, chainTo(3)).acceptedFrom, 3);
  assert.equal(follow(alone, chainTo(4)).acceptedFrom, 3);
  assert.equal(follow(at(0), chainTo(3, true)).acceptedFrom, 3, 'also for one that was off meanwhile');
});

const flipped = (bytes: Buffer) => {
  const other = Buffer.from(bytes);
  other[other.length - 1] = (other.at(-1) ?? 0) ^ 1;
  return other;
};

const alone = (...successions: SigningChain['successions']): SigningChain => ({
  successions,
  retirement: null,
});
const bytesOf = (generation: number) => stepTo(generation).succession;
const refused: readonly (readonly [string, number, SigningChain])[] = [
  ['signed by a stranger', 0, alone(stepTo(1, { signer: thief.privateKey }))],
  ['signed by the new key itself', 0, alone(stepTo(1, { signer: pairOf(1).privateKey }))],
  ['of another network', 0, alone(stepTo(1, { network: 'b'.repeat(32) }))],
  ['of no network', 0, alone(stepTo(1, { network: '' }))],
  ['that leaves a key out', 0, alone(stepTo(2))],
  ['that leaves a number out', 0, alone(stepTo(1, { said: 2 }))],
  ['with a number beyond all', 0, alone(stepTo(1, { said: 0xffff_ffff }))],
  ['with a key that is none', 0, alone(stepTo(1, { publicKey: Buffer.alloc(31) }))],
  ['with no key', 0, alone(stepTo(1, { publicKey: Buffer.alloc(0) }))],
  ['of the thief of a key that is over', 1, alone(stepTo(1), stepTo(2, { signer: pairOf(0).privateKey }))],
  ['to another key than the one that was followed', 1, alone(stepTo(1, { publicKey: thief.publicKey }))],
  [
    'to another key than the one that was followed, and on from there',
    1,
    alone(stepTo(1, { publicKey: thief.publicKey }), stepTo(2, { signer: thief.privateKey })),
  ],
  ['with a flipped signature', 0, alone({ ...stepTo(1), signature: flipped(stepTo(1).signature) })],
  ['with no signature', 0, alone({ ...stepTo(1), signature: Buffer.alloc(0) })],
  [
    'signed as something else',
    0,
    alone({
      succession: bytesOf(1),
      signature: signBytes(pairOf(0).privateKey, 'towline manifest v1\n', bytesOf(1)),
    }),
  ],
  ['that is none', 0, alone({ succession: Buffer.from([0xff, 0xff]), signature: Buffer.alloc(64) })],
  ['good at first and forged then', 0, alone(stepTo(1), stepTo(2, { signer: thief.privateKey }))],
  [
    'that ends keys in the word of the one before',
    0,
    { ...chainTo(2), retirement: retirementBy(2, { signer: pairOf(1).privateKey }) },
  ],
  [
    'that ends keys in the word of a stranger',
    0,
    { ...chainTo(1), retirement: retirementBy(1, { signer: thief.privateKey }) },
  ],
  [
    'that ends keys of another network',
    0,
    { ...chainTo(1), retirement: retirementBy(1, { network: 'b'.repeat(32) }) },
  ],
  ['that ends keys before one that nobody knows', 0, { ...chainTo(1), retirement: retirementBy(5) }],
  ['that ends all keys', 0, { ...chainTo(1), retirement: retirementBy(1, { said: 0xffff_ffff }) }],
  [
    'whose end of keys is none',
    0,
    { ...chainTo(1), retirement: { retirement: Buffer.from([0xff]), signature: Buffer.alloc(64) } },
  ],
];

test('a chain that is not vouched for at every step is refused', async (context) => {
  for (const [what, from, chain] of refused) {
    await context.test(what, () => {
      const now = at(from);
      assert.throws(
        () => follow(now, chain),
        (error: { code?: string }) => ['untrusted', 'invalid'].includes(error.code ?? ''),
      );
      assert.deepEqual(now, at(from));
    });
  }
});

test('a chain with any byte flipped leads nowhere else', () => {
  const chain = chainTo(2, true);
  const good = follow(at(0), chain);
  let tried = 0;
  const check = (forged: SigningChain) => {
    tried++;
    let now: TrustedKeys | undefined;
    try {
      now = follow(at(0), forged);
    } catch {}
    // What is left of it may be nothing; what it leads to is never another key, nor an end of a key before its time.
    if (now !== undefined) assert.deepEqual({ ...now, acceptedFrom: 2 }, good);
  };
  const each = (bytes: Buffer, put: (bytes: Buffer) => SigningChain) => {
    for (let index = 0; index < bytes.length; index++) {
      for (const mask of [1, 0x80]) {
        const copy = Buffer.from(bytes);
        copy[index] = (copy[index] ?? 0) ^ mask;
        check(put(copy));
      }
    }
  };
  for (const [index, signed] of chain.successions.entries()) {
    const put = (changes: Partial<typeof signed>) => ({
      ...chain,
      successions: chain.successions.with(index, { ...signed, ...changes }),
    });
    each(signed.succession, (succession) => put({ succession }));
    each(signed.signature, (signature) => put({ signature }));
  }
  const { retirement } = chain;
  assert.ok(retirement);
  each(retirement.retirement, (bytes) => ({ ...chain, retirement: { ...retirement, retirement: bytes } }));
  each(retirement.signature, (signature) => ({ ...chain, retirement: { ...retirement, signature } }));
  assert.ok(tried > 600, `${tried} were tried`);
});

test('who has stolen a key leads a node on that trusts it still, and none that has followed the true one', () => {
  const stolen = pairOf(0).privateKey;
  const own = signSuccession(stolen, { networkId, generation: 1, publicKey: thief.publicKey });
  // The limit of it: nothing tells a node that was off which of the two is the true one.
  assert.ok(newestOf(follow(at(0), alone(own))).equals(thief.publicKey));
  const followed = follow(at(0), chainTo(1));
  assert.throws(() => follow(followed, alone(own)), { code: 'untrusted' });
  const next = signSuccession(stolen, { networkId, generation: 2, publicKey: thief.publicKey });
  assert.throws(() => follow(followed, alone(next)), { code: 'untrusted' });
});
