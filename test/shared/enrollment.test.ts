import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { boxPublicKey, generateBoxKeyPair, parseWireGuardKey } from '../../shared/crypto/x25519.ts';
import { formatJoinString, type JoinString, parseJoinString } from '../../shared/enrollment/join-string.ts';
import { enrollmentCode, signRequest, verifyRequest } from '../../shared/enrollment/request.ts';
import {
  makeToken,
  proveToken,
  readToken,
  tokenId,
  tokenKey,
  verifyToken,
} from '../../shared/enrollment/token.ts';
import { TowlineError } from '../../shared/errors.ts';
import { signCall, verifyCall } from '../../shared/rpc/call-signature.ts';
import { checkConfirmation, signConfirmation } from '../../shared/rpc/confirmation.ts';
import { linkInterface } from '../../shared/wireguard-names.ts';

const identity = generateSigningKeyPair();
const sealing = generateBoxKeyPair();
const claim = {
  identityPublicKey: identity.publicKey,
  managementPublicKey: generateBoxKeyPair().publicKey,
  linkPublicKey: generateBoxKeyPair().publicKey,
  sealingPublicKey: sealing.publicKey,
  hostName: 'berlin',
  facts: { agentVersion: '1', kernel: '6.1', architecture: 'x64', hardware: 'Pi', birdVersion: '2.0.12' },
  requestNonce: Buffer.alloc(32, 3),
};
const pin = Buffer.alloc(32, 7);
const request = { ...claim, signature: signRequest(identity.privateKey, claim, pin), token: null };
const token = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The claim with one thing changed, each in turn. */
const changed: Record<string, Partial<typeof claim>> = {
  identity: { identityPublicKey: Buffer.alloc(32, 1) },
  'management key': { managementPublicKey: Buffer.alloc(32, 1) },
  'link key': { linkPublicKey: Buffer.alloc(32, 1) },
  'sealing key': { sealingPublicKey: Buffer.alloc(32, 1) },
  'swapped keys': { linkPublicKey: claim.managementPublicKey, managementPublicKey: claim.linkPublicKey },
  'a key without bytes': { linkPublicKey: Buffer.alloc(0) },
  'host name': { hostName: 'bonn' },
  nonce: { requestNonce: Buffer.alloc(32, 4) },
  'a nonce without bytes': { requestNonce: Buffer.alloc(0) },
  facts: { facts: { ...claim.facts, kernel: '6.2' } },
  'a fact that moved': { facts: { ...claim.facts, kernel: '6.1x64', architecture: '' } },
};

test('a join string survives printing and reading', () => {
  const [name, four, six] = ['vpn.example.net', '198.51.100.7', '2001:db8::1'].map((host) => ({
    host,
    port: 7442,
  }));
  assert.ok(name && four && six);
  const keyHash = Buffer.alloc(32, 0xab);
  const joins: JoinString[] = [
    { endpoints: [name], keyHash },
    { endpoints: [six, four], keyHash },
    { endpoints: [name, six, { host: 'b', port: 1 }], keyHash, token },
    { endpoints: [name] },
    { endpoints: [six], token },
  ];
  for (const join of joins) assert.deepEqual(parseJoinString(` ${formatJoinString(join)}\n`), join);
  const typed = `${formatJoinString({ endpoints: [name], keyHash })}?0123-4567-89ab-cdef-ghjk-mnpq-rstv-wxyz`;
  assert.equal(parseJoinString(typed).token, token);
});

test('what is no join string is refused with the form that is expected, and is not repeated', () => {
  const secret = 'ABCDEFGHJKMNPQRSTVWXYZ0123456789';
  const good = `${formatJoinString({ endpoints: [{ host: 'h', port: 1 }], keyHash: pin })}?${secret}`;
  for (const text of [
    '',
    'towline://',
    'towline://#',
    'towline://,',
    good.slice(0, -1),
    `${good}0`,
    `${good}?${secret}`,
    good.replace(':1#', ':0#'),
    good.replace(':1#', ':70000#'),
    good.replace(':1#', ':1,#'),
    good.replace('#', '!'),
    good.replace('0707', '07'),
    good.replace('ABC', 'AUC'),
    good.replace('ABC', 'A\u0000C'),
    `x${good}`,
    good.replace('h', 'h h'),
    `towline://${'a:1,'.repeat(20)}a:1#${pin.toString('hex')}?${secret}`,
    good.repeat(10_000),
  ]) {
    const fails = (error: unknown) =>
      error instanceof TowlineError &&
      /no join string \(expected towline:\/\//.test(error.message) &&
      !error.message.includes(secret.slice(4, 12));
    assert.throws(() => parseJoinString(text), fails, text.slice(0, 200));
  }
});

test('anything at all is a join string or is refused', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string({ unit: 'binary' }).map((text) => `towline://${text}`),
      ),
      (text) => {
        try {
          assert.ok(parseJoinString(text).endpoints.length > 0);
        } catch (error) {
          assert.ok(error instanceof TowlineError);
        }
      },
    ),
  );
});

test('a request holds only with all that is in it and the server it was made for', () => {
  assert.equal(verifyRequest(request, pin), true);
  assert.equal(verifyRequest(request, Buffer.alloc(32, 8)), false);
  for (const [what, change] of Object.entries(changed))
    assert.equal(verifyRequest({ ...request, ...change }, pin), false, what);
});

test('a token shows itself by a signature that is good for one request and server', () => {
  const { publicKey } = tokenKey(token);
  const proof = proveToken(token, claim, pin);
  assert.deepEqual(proof.id, tokenId(publicKey));
  assert.equal(verifyToken(publicKey, proof, claim, pin), true);
  assert.equal(verifyToken(publicKey, proof, claim, Buffer.alloc(32, 8)), false);
  for (const [what, change] of Object.entries(changed))
    assert.equal(verifyToken(publicKey, proof, { ...claim, ...change }, pin), false, what);
  assert.equal(verifyToken(tokenKey(makeToken()).publicKey, proof, claim, pin), false);
  // The identity's signature over the same is none of the token's, and the other way round.
  assert.equal(
    verifyToken(identity.publicKey, { ...proof, signature: request.signature }, claim, pin),
    false,
  );
  const sent = JSON.stringify(proof);
  assert.ok(!sent.includes(token) && !sent.includes(tokenKey(token).privateKey.toString('hex')));
});

test('a token is 160 bits, and is read however it was typed', () => {
  for (let i = 0; i < 100; i++) {
    const made = makeToken();
    assert.match(made, /^[0-9A-HJKMNP-TV-Z]{32}$/);
    assert.equal(readToken(made.toLowerCase().replace(/(.{4})(?=.)/g, '$1-')), made);
  }
  assert.equal(readToken('O'.repeat(16) + 'iIlL'.repeat(4)), '0'.repeat(16) + '1'.repeat(16));
  for (const text of ['', '0'.repeat(31), '0'.repeat(33), `${'0'.repeat(31)}U`, `${'0'.repeat(31)}\n`])
    assert.equal(readToken(text), undefined, text);
});

test("the code has 80 bits, can be read out, and depends on every key and the controller's nonce", () => {
  const nonce = Buffer.alloc(32, 5);
  const code = enrollmentCode(claim, pin, nonce);
  assert.match(code, /^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  assert.notEqual(enrollmentCode(claim, Buffer.alloc(32), nonce), code);
  assert.notEqual(enrollmentCode(claim, pin, Buffer.alloc(32)), code);
  for (const what of ['identity', 'management key', 'link key', 'sealing key', 'swapped keys', 'host name'])
    assert.notEqual(enrollmentCode({ ...claim, ...changed[what] }, pin, nonce), code, what);
  assert.equal(enrollmentCode({ ...claim, ...changed.facts, ...changed.nonce }, pin, nonce), code);
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
