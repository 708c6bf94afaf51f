import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { TowlineError } from '../../shared/errors.ts';
import { startServer } from './session-fixture.ts';

const never = new AbortController().signal;

test('every call answers a challenge of its own with the identity key', async (context) => {
  const { open } = await startServer(context);
  const client = open();
  context.after(() => client.close());
  await client.report({ runningRelease: 1 }, never);
  const nonce = randomBytes(32);
  assert.deepEqual((await client.confirm({ release: 1, nonce }, never)).signature, nonce);
  const held = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const parts = [];
  for await (const part of client.fetchBundle(1, held, never)) parts.push(part.file?.sha256);
  assert.deepEqual(parts, held);
});

test('an answer brings the challenge of the next call; one that is forgotten meanwhile is asked for anew', async (context) => {
  const { open, seen, brings, forget } = await startServer(context);
  const client = open();
  context.after(() => client.close());
  const fetch = async () => {
    const parts = [];
    for await (const part of client.fetchBundle(1, [Buffer.alloc(32, 1)], never)) parts.push(part);
    return parts.length;
  };
  brings.next = true;
  await client.report({ runningRelease: 1 }, never);
  assert.equal(await fetch(), 1);
  await client.report({ runningRelease: 1 }, never);
  assert.equal(seen.challenges, 1);
  forget();
  assert.equal(await fetch(), 1);
  assert.equal(seen.challenges, 2);
  forget();
  await client.report({ runningRelease: 1 }, never);
  assert.equal(seen.challenges, 3);
  // Each is used once, also by calls that begin at the same moment.
  await Promise.all([
    client.report({ runningRelease: 1 }, never),
    client.report({ runningRelease: 1 }, never),
  ]);
  assert.equal(seen.challenges, 4);
});

test('a node with another identity key is not taken', async (context) => {
  const { open } = await startServer(context);
  const client = open(generateSigningKeyPair().privateKey);
  context.after(() => client.close());
  const watching = async () => {
    for await (const _ of client.watch(never));
  };
  await assert.rejects(
    watching,
    (error) => error instanceof TowlineError && error.code === 'unauthenticated',
  );
});
