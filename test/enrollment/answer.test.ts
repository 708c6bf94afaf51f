import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { seal } from '../../shared/crypto/seal.ts';
import { generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { openAnswer, sealAnswer } from '../../shared/enrollment/answer.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { EnrollmentAnswer } from '../../shared/gen/towline/v1/EnrollmentAnswer.ts';
import { enrollmentAnswerCodec } from '../../shared/rpc/codec.ts';
import { v1 } from '../../shared/rpc/protocol.ts';

const signing = generateSigningKeyPair();
const sealing = generateBoxKeyPair();
const server = Buffer.alloc(32, 7);
const claim = {
  identityPublicKey: generateSigningKeyPair().publicKey,
  managementPublicKey: generateBoxKeyPair().publicKey,
  linkPublicKey: generateBoxKeyPair().publicKey,
  sealingPublicKey: sealing.publicKey,
  hostName: 'berlin',
  facts: null,
  requestNonce: Buffer.alloc(32, 3),
};
const answer: EnrollmentAnswer = {
  networkId: 'n',
  nodeId: 1,
  nodeName: 'berlin',
  siteName: 'berlin',
  managementAddress: 'fd00::1:1',
  managementPrefix: 'fd00::/64',
  controllerAddress: 'fd00::1',
  controllerPort: 7443,
  controllerWireguardPublicKey: Buffer.alloc(32, 9),
  controllerEndpoints: ['h:1'],
  signingPublicKey: signing.publicKey,
  signingGeneration: 0,
  epoch: 1,
};
const accepted = sealAnswer(signing.privateKey, claim, server, answer);

test('an answer opens for the router and the request that it was made for', () => {
  assert.deepEqual(openAnswer(sealing.privateKey, claim, server, accepted), answer);
});

test('an answer is taken for nothing else', () => {
  const other = generateBoxKeyPair();
  const changed = { ...answer, nodeName: 'hamburg' };
  const forger = generateSigningKeyPair();
  const cases: Record<string, () => EnrollmentAnswer> = {
    'by a router with another sealing key': () => openAnswer(other.privateKey, claim, server, accepted),
    'replayed to a later request of the same router': () =>
      openAnswer(sealing.privateKey, { ...claim, requestNonce: Buffer.alloc(32, 4) }, server, accepted),
    'reflected to another router that has the same sealing key': () =>
      openAnswer(
        sealing.privateKey,
        { ...claim, identityPublicKey: generateSigningKeyPair().publicKey },
        server,
        accepted,
      ),
    'from the controller behind another key': () =>
      openAnswer(sealing.privateKey, claim, Buffer.alloc(32, 8), accepted),
    'by a router that asked under another name': () =>
      openAnswer(sealing.privateKey, { ...claim, hostName: 'bonn' }, server, accepted),
    'signed by another key than it names': () =>
      openAnswer(sealing.privateKey, claim, server, sealAnswer(forger.privateKey, claim, server, changed)),
    'sealed by somebody else under the signature of the real one': () =>
      openAnswer(sealing.privateKey, claim, server, {
        ...accepted,
        sealedAnswer: seal(sealing.publicKey, enrollmentAnswerCodec.encode(answer)),
      }),
    'with nothing in it': () =>
      openAnswer(sealing.privateKey, claim, server, {
        sealedAnswer: Buffer.alloc(0),
        signature: Buffer.alloc(0),
      }),
    'sealed, but no answer': () =>
      openAnswer(sealing.privateKey, claim, server, {
        ...accepted,
        sealedAnswer: seal(sealing.publicKey, Buffer.from([0xff, 0xff])),
      }),
  };
  for (const [what, open] of Object.entries(cases)) assert.throws(open, TowlineError, what);
});

/** Each byte changed in turn, twice: the top bit is what X25519 does not look at (RFC 7748 section 5). */
function* flips(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at++) {
    for (const bit of [0x01, 0x80]) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8(flipped.readUInt8(at) ^ bit, at);
      yield flipped;
    }
  }
}

test('with any byte of the sealed answer or its signature changed it is not taken', () => {
  const { sealedAnswer, signature } = accepted;
  const changed = [
    ...[...flips(sealedAnswer)].map((flipped) => ({ signature, sealedAnswer: flipped })),
    ...[...flips(signature)].map((flipped) => ({ signature: flipped, sealedAnswer })),
  ];
  assert.equal(changed.length, 2 * (sealedAnswer.length + 64));
  const taken = changed.filter((forged) => {
    try {
      openAnswer(sealing.privateKey, claim, server, forged);
      return true;
    } catch (error) {
      assert.ok(error instanceof TowlineError);
      return false;
    }
  });
  assert.deepEqual(taken, []);
});

test('with any byte changed on the wire it says the same or is not taken', () => {
  const open = (bytes: Buffer) => {
    try {
      const response = v1.EnrollResponse.deserialize(bytes);
      return response.accepted ? openAnswer(sealing.privateKey, claim, server, response.accepted) : undefined;
    } catch {
      return undefined;
    }
  };
  for (const flipped of flips(v1.EnrollResponse.serialize({ accepted }))) {
    const opened = open(flipped);
    if (opened !== undefined) assert.deepEqual(opened, answer);
  }
});
