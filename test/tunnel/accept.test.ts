import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptMove } from '../../agent/tunnel/accept.ts';
import { generateSigningKeyPair, signBytes } from '../../shared/crypto/ed25519.ts';
import { generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { tunnelMoveCodec } from '../../shared/rpc/codec.ts';
import { signTunnelMove } from '../../shared/rpc/tunnel-move.ts';

const signing = generateSigningKeyPair();
const controllerKey = generateBoxKeyPair().publicKey;
const move = {
  networkId: 'a'.repeat(32),
  generation: 3,
  controllerKey,
  endpoints: ['vpn.example.net:51999'],
};
const terms = { signers: [signing.publicKey], networkId: move.networkId, generation: 2 };

test('a move of the own controller with a higher number is taken', () => {
  assert.deepEqual(acceptMove(terms, signTunnelMove(signing.privateKey, move)), {
    generation: 3,
    controllerKey: controllerKey.toString('base64'),
    endpoints: move.endpoints,
  });
});

test('a move that was made, or one before it, changes nothing', () => {
  for (const generation of [3, 4, 4_294_967_295]) {
    assert.equal(acceptMove({ ...terms, generation }, signTunnelMove(signing.privateKey, move)), undefined);
  }
});

test('forged, altered and foreign moves are refused', () => {
  const signed = signTunnelMove(signing.privateKey, move);
  const bytes = tunnelMoveCodec.encode(move);
  const altered = Buffer.from(bytes);
  altered.writeUInt8(altered.readUInt8(altered.length - 1) ^ 1, altered.length - 1);
  const forgeries = [
    signTunnelMove(generateSigningKeyPair().privateKey, move),
    { ...signed, move: altered },
    { ...signed, signature: Buffer.alloc(64) },
    { ...signed, signature: Buffer.alloc(0) },
    // Signed by the controller, for something else.
    { move: bytes, signature: signBytes(signing.privateKey, 'towline confirmation v1\n', bytes) },
    signTunnelMove(signing.privateKey, { ...move, networkId: 'b'.repeat(32) }),
    signTunnelMove(signing.privateKey, { ...move, networkId: '' }),
  ];
  for (const forgery of forgeries) {
    assert.throws(() => acceptMove(terms, forgery), { name: 'TowlineError', code: 'untrusted' });
  }
});

test('a signed move that leads nowhere is refused', () => {
  const broken = [
    { controllerKey: Buffer.alloc(0) },
    { controllerKey: Buffer.alloc(31, 1) },
    { controllerKey: Buffer.alloc(32) },
    { endpoints: [] },
    { endpoints: Array.from({ length: 9 }, (_, i) => `198.51.100.${i}:51820`) },
    { endpoints: ['vpn.example.net'] },
    { endpoints: ['vpn.example.net:0'] },
    { endpoints: ['vpn.example.net:51820', 'vpn.example.net:51820\nPostUp = x'] },
    { endpoints: ['x'.repeat(70_000)] },
  ];
  for (const fields of broken) {
    const signed = signTunnelMove(signing.privateKey, { ...move, ...fields });
    assert.throws(() => acceptMove(terms, signed), { name: 'TowlineError', code: 'invalid' });
  }
  const garbage = Buffer.from('ffffffffffff', 'hex');
  const signature = signBytes(signing.privateKey, 'towline tunnel move v1\n', garbage);
  assert.throws(() => acceptMove(terms, { move: garbage, signature }), { code: 'invalid' });
});
