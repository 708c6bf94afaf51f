import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { boxPublicKey, generateBoxKeyPair, parseWireGuardKey } from '../../shared/crypto/x25519.ts';
import { openAnswer, sealAnswer } from '../../shared/enrollment/answer.ts';
import { formatJoinString, parseJoinString } from '../../shared/enrollment/join-string.ts';
import { enrollmentCode, signRequest, verifyRequest } from '../../shared/enrollment/request.ts';
import { TowlineError } from '../../shared/errors.ts';
import { signCall, verifyCall } from '../../shared/rpc/call-signature.ts';
import { checkConfirmation, signConfirmation } from '../../shared/rpc/confirmation.ts';
import { linkInterface } from '../../shared/wireguard-names.ts';

const identity = generateSigningKeyPair();
const sealing = generateBoxKeyPair();
const keys = {
  identityPublicKey: identity.publicKey,
  managementPublicKey: generateBoxKeyPair().publicKey,
  linkPublicKey: generateBoxKeyPair().publicKey,
  sealingPublicKey: sealing.publicKey,
  hostName: 'berlin',
};
const pin = Buffer.alloc(32, 7);
const request = { ...keys, facts: null, signature: signRequest(identity.privateKey, keys, pin) };

test('a join string survives printing and reading', () => {
  for (const host of ['vpn.example.net', '198.51.100.7', '2001:db8::1']) {
    const join = { host, port: 7442, keyHash: Buffer.alloc(32, 0xab) };
    assert.deepEqual(parseJoinString(` ${formatJoinString(join)}\n`), join);
  }
});

test('what is no join string is refused with the form that is expected', () => {
  const good = formatJoinString({ host: 'h', port: 1, keyHash: pin });
  for (const text of [
    '',
    'towline://',
    good.slice(0, -1),
    `${good}0`,
    good.replace(':1#', ':0#'),
    good.replace(':1#', ':70000#'),
    good.replace('#', '?'),
    `x${good}`,
    good.replace('h', 'h h'),
  ]) {
    assert.throws(() => parseJoinString(text), /no join string \(expected towline:\/\//, text);
  }
});

test('a request holds only with all its keys, its name and the server it was made for', () => {
  assert.equal(verifyRequest(request, pin), true);
  assert.equal(verifyRequest(request, Buffer.alloc(32, 8)), false);
  assert.equal(verifyRequest({ ...request, hostName: 'bonn' }, pin), false);
  for (const key of ['managementPublicKey', 'linkPublicKey', 'sealingPublicKey'] as const) {
    assert.equal(verifyRequest({ ...request, [key]: Buffer.alloc(32, 1) }, pin), false);
    assert.equal(verifyRequest({ ...request, [key]: Buffer.alloc(0) }, pin), false);
  }
});

test('the code has 80 bits, can be read out, and depends on every key', () => {
  const code = enrollmentCode(keys, pin);
  assert.match(code, /^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  assert.notEqual(enrollmentCode({ ...keys, linkPublicKey: pin }, pin), code);
  assert.notEqual(enrollmentCode(keys, Buffer.alloc(32)), code);
});

test('an answer opens for its router alone, and only if it is signed', () => {
  const signing = generateSigningKeyPair();
  const answer = {
    networkId: 'n',
    nodeId: 1,
    nodeName: 'berlin',
    siteName: 'berlin',
    managementAddress: 'fd00::1:1',
    managementPrefix: 'fd00::/64',
    controllerAddress: 'fd00::1',
    controllerPort: 7443,
    controllerWireguardPublicKey: pin,
    controllerEndpoints: ['h:1'],
    signingPublicKey: signing.publicKey,
    epoch: 1,
  };
  const accepted = sealAnswer(signing.privateKey, sealing.publicKey, answer);
  assert.deepEqual(openAnswer(sealing.privateKey, accepted), answer);
  assert.throws(() => openAnswer(generateBoxKeyPair().privateKey, accepted), TowlineError);
  assert.throws(
    () => openAnswer(sealing.privateKey, { ...accepted, signature: Buffer.alloc(64) }),
    /not signed/,
  );
});

test("a call's signature is good for that node, method and challenge alone", () => {
  const call = { networkId: 'n', nodeId: 3, method: '/towline.v1.AgentService/Watch', challenge: pin };
  const signature = signCall(identity.privateKey, call);
  assert.equal(verifyCall(identity.publicKey, call, signature), true);
  for (const other of [
    { networkId: 'm' },
    { nodeId: 4 },
    { method: '/towline.v1.AgentService/Confirm' },
    { challenge: Buffer.alloc(32) },
  ]) {
    assert.equal(verifyCall(identity.publicKey, { ...call, ...other }, signature), false);
  }
});

test('a confirmation answers its own question only', () => {
  const asked = { networkId: 'n', nodeId: 3, release: 5, nonce: pin };
  const response = signConfirmation(identity.privateKey, { ...asked, timeMs: 1_700_000_000_123 });
  assert.equal(checkConfirmation(identity.publicKey, asked, response), 1_700_000_000_123);
  assert.throws(
    () => checkConfirmation(identity.publicKey, { ...asked, nonce: Buffer.alloc(32) }, response),
    /another question/,
  );
  assert.throws(
    () => checkConfirmation(identity.publicKey, { ...asked, release: 4 }, response),
    /another question/,
  );
  assert.throws(() => checkConfirmation(generateSigningKeyPair().publicKey, asked, response), /not signed/);
});

test('key pairs are those of WireGuard: clamped, and the public key follows from the private one', () => {
  for (let round = 0; round < 20; round++) {
    const pair = generateBoxKeyPair();
    assert.equal((pair.privateKey[0] ?? 1) & 7, 0);
    assert.equal((pair.privateKey[31] ?? 0) >> 6, 1);
    assert.deepEqual(boxPublicKey(pair.privateKey), pair.publicKey);
    assert.deepEqual(parseWireGuardKey(pair.publicKey.toString('base64')), pair.publicKey);
  }
  for (const text of ['', 'x', 'A'.repeat(44), `${'A'.repeat(42)}B=`, `${'A'.repeat(43)}=\n`])
    assert.equal(parseWireGuardKey(text), undefined, text);
});

test('an interface name never passes 15 bytes and keeps its prefix', () => {
  assert.equal(linkInterface('berlin'), 'tl-berlin');
  assert.equal(linkInterface('abcdefghijkl'), 'tl-abcdefghijkl');
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9-]{1,32}$/), (peer) => {
      assert.ok(linkInterface(peer).length <= 15 && linkInterface(peer).startsWith('tl-'));
    }),
  );
});
