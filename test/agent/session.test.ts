// long: one server stands for the controller in all of them.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { type Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
import { backoffMs } from '../../agent/session/backoff.ts';
import { openClient } from '../../agent/session/client.ts';
import { followController } from '../../agent/session/follow.ts';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { AgentServiceHandlers } from '../../shared/gen/towline/v1/AgentService.ts';
import type { DesiredRelease } from '../../shared/gen/towline/v1/DesiredRelease.ts';
import type { ReportAddressesRequest } from '../../shared/gen/towline/v1/ReportAddressesRequest.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { createWake } from '../../shared/os/wake.ts';
import { challengeKey, signatureKey, verifyCall } from '../../shared/rpc/call-signature.ts';
import { v1 } from '../../shared/rpc/protocol.ts';
import { networkId, nodeId } from '../fakes/bundles.ts';
import { silentLog } from '../fakes/log.ts';
import { until } from '../fakes/until.ts';

const identity = generateSigningKeyPair();
const desired: DesiredRelease = {
  release: 4,
  epoch: 1,
  bundleDigest: Buffer.alloc(32, 3),
  retry: 0,
  stageOnly: false,
  linkKey: 0,
};
const never = new AbortController().signal;

/** A real gRPC server that takes a challenge once, as the controller does, and counts connections and calls. */
async function startServer(context: TestContext) {
  const server = new Server();
  const challenges = new Set<string>();
  const seen = { peers: new Set<string>(), watches: 0, confirms: 0, answers: [] as string[] };
  let endWatch = () => {};
  const addresses: ReportAddressesRequest[] = [];
  const check = (call: { metadata: Metadata; getPath(): string; getPeer(): string }) => {
    seen.peers.add(call.getPeer());
    const [[challenge], [signature]] = [call.metadata.get(challengeKey), call.metadata.get(signatureKey)];
    const isKnown = Buffer.isBuffer(challenge) && challenges.delete(challenge.toString('hex'));
    const signed = { networkId, nodeId, method: call.getPath(), challenge: challenge as Buffer };
    if (!isKnown || !verifyCall(identity.publicKey, signed, signature as Buffer)) {
      throw Object.assign(new Error('not signed'), { code: status.UNAUTHENTICATED });
    }
  };
  const handlers: AgentServiceHandlers = {
    GetChallenge: (_call, done) => {
      const challenge = randomBytes(32);
      challenges.add(challenge.toString('hex'));
      done(null, { challenge });
    },
    Watch: (call) => {
      try {
        check(call);
      } catch (error) {
        call.emit('error', error);
        return;
      }
      seen.watches++;
      endWatch = () => call.end();
      call.write({ peerEndpoint: { nodeName: 'kiel', address: '198.18.1.2' } });
      call.write({ desiredRelease: desired });
      call.write({ question: { questionId: 7, bird: { command: 'show status' } } });
    },
    FetchBundle: (call) => {
      check(call);
      for (const file of call.request.heldFiles)
        call.write({ file: { sha256: file, content: Buffer.from('x') } });
      call.end();
    },
    Confirm: (call, done) => {
      check(call);
      seen.confirms++;
      done(null, { confirmation: Buffer.from('c'), signature: call.request.nonce });
    },
    Report: (call, done) => {
      check(call);
      done(null, {});
    },
    Answer: (call, done) => {
      check(call);
      seen.answers.push(call.request.text ?? '');
      done(null, {});
    },
    ReportAddresses: (call, done) => {
      check(call);
      addresses.push({ ...call.request });
      done(null, {});
    },
  };
  server.addService(v1.AgentService.service, handlers);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('[::1]:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  context.after(() => server.forceShutdown());
  const open = (key = identity.privateKey) =>
    openClient({ address: '::1', port, networkId, nodeId, identityPrivateKey: key });
  return { open, seen, addresses, endWatch: () => endWatch() };
}

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

test('a new client speaks over a connection of its own', async (context) => {
  const { open, seen } = await startServer(context);
  for (let i = 1; i <= 3; i++) {
    const client = open();
    await client.confirm({ release: 1, nonce: Buffer.alloc(32) }, never);
    client.close();
    assert.equal(seen.peers.size, i);
  }
});

test('a watch that ends is opened again, and news come in and questions are answered until the end', async (context) => {
  const { open, seen, endWatch } = await startServer(context);
  const ended = new AbortController();
  const got: string[] = [];
  const following = followController(
    {
      open,
      clock: { ...systemClock, sleep: (_ms, signal) => systemClock.sleep(1, signal) },
      log: silentLog,
      onSession: (client) => got.push(client === undefined ? 'gone' : 'here'),
      onDesired: ({ release }) => got.push(`release ${release}`),
      onHint: ({ nodeName }) => got.push(`hint ${nodeName}`),
      onTunnelMove: ({ move }) => got.push(`move ${move}`),
      onOwnFacts: () => {},
      onQuestion: ({ questionId, bird }, client, signal) =>
        void client
          .answer({ questionId, text: `to ${questionId}: ${bird?.command}` }, signal)
          .catch(() => {}),
      isUrgent: () => false,
      addresses: () => ({ ownAddresses: ['198.18.1.1'], leftAddresses: [] }),
      anew: createWake(),
    },
    ended.signal,
  );
  await until('the first news', () => got.includes('release 4'));
  await until('the answer', () => seen.answers.length === 1);
  endWatch();
  await until(
    'the second watch',
    () => seen.watches === 2 && got.filter((item) => item === 'release 4').length === 2,
  );
  ended.abort();
  await assert.rejects(following);
  assert.equal(seen.answers[0], 'to 7: show status');
  assert.deepEqual(got, ['here', 'hint kiel', 'release 4', 'gone', 'here', 'hint kiel', 'release 4', 'gone']);
});

test('a node whose addresses changed opens another session at once, also in the middle of a pause, and says where it is', async (context) => {
  const { open, seen, addresses } = await startServer(context);
  const ended = new AbortController();
  const anew = createWake();
  let own = '198.18.1.2';
  let isAway = false;
  let pauses = 0;
  const sessions: boolean[] = [];
  const following = followController(
    {
      open: () => ({
        ...open(),
        ...(isAway
          ? {
              reach: async () => {
                throw new TowlineError('unavailable', 'away');
              },
            }
          : {}),
      }),
      clock: {
        ...systemClock,
        // No pause ends by itself.
        sleep: (_ms, signal) => {
          pauses++;
          return systemClock.sleep(600_000, signal);
        },
      },
      log: silentLog,
      onSession: (client) => sessions.push(client !== undefined),
      onDesired: () => {},
      onHint: () => {},
      onTunnelMove: () => {},
      onOwnFacts: () => {},
      onQuestion: () => {},
      isUrgent: () => false,
      addresses: () => ({ ownAddresses: [own], leftAddresses: own === '198.18.1.2' ? [] : ['198.18.1.2'] }),
      anew,
    },
    ended.signal,
  );
  await until('the first watch', () => seen.watches === 1 && addresses.length === 1);
  own = '198.18.2.2';
  anew.notify();
  await until('the second watch', () => seen.watches === 2 && addresses.length === 2);
  assert.equal(pauses, 0);
  isAway = true;
  anew.notify();
  await until('a pause', () => pauses === 1);
  isAway = false;
  anew.notify();
  await until('the third watch', () => seen.watches === 3 && addresses.length === 3);
  ended.abort();
  await assert.rejects(following);
  assert.deepEqual(addresses, [
    { ownAddresses: ['198.18.1.2'], leftAddresses: [], probedFamily: 0 },
    { ownAddresses: ['198.18.2.2'], leftAddresses: ['198.18.1.2'], probedFamily: 0 },
    { ownAddresses: ['198.18.2.2'], leftAddresses: ['198.18.1.2'], probedFamily: 0 },
  ]);
  assert.deepEqual(sessions, [true, false, true, false, false, true, false]);
});

for (const [isUrgent, least, most] of [
  [true, 0, 3_000],
  [false, 3_000, 30_000],
] as const) {
  test(`a controller that stays away is tried again with pauses of up to ${most / 1000} s${isUrgent ? ', while a bundle is tried or was just taken back' : ''}`, async () => {
    const ended = new AbortController();
    const pauses: number[] = [];
    const away = async () => {
      throw new TowlineError('unavailable', 'no connection established');
    };
    const following = followController(
      {
        open: () => ({
          ...openClient({
            address: '::1',
            port: 9,
            networkId,
            nodeId,
            identityPrivateKey: identity.privateKey,
          }),
          reach: away,
        }),
        clock: {
          ...systemClock,
          sleep: async (ms, signal) => {
            if (pauses.push(ms) === 60) ended.abort();
            signal?.throwIfAborted();
          },
        },
        log: silentLog,
        onSession: () => {},
        onDesired: () => {},
        onHint: () => {},
        onTunnelMove: () => {},
        onOwnFacts: () => {},
        onQuestion: () => {},
        isUrgent: () => isUrgent,
        addresses: () => ({}),
        anew: createWake(),
      },
      ended.signal,
    );
    await assert.rejects(following);
    const longest = Math.max(...pauses);
    assert.ok(longest > least && longest <= most, `${longest} ms`);
  });
}

test('a controller that is away is an error of kind unavailable', async () => {
  const client = openClient({
    address: '::1',
    port: 9,
    networkId,
    nodeId,
    identityPrivateKey: identity.privateKey,
  });
  await assert.rejects(
    client.reach(never),
    (error) => error instanceof TowlineError && error.code === 'unavailable',
  );
  client.close();
});

test('waits grow with each failure up to a bound, and lie anywhere below it', () => {
  assert.equal(backoffMs(0, 0.5), 500);
  assert.equal(backoffMs(3, 0.5), 4000);
  assert.equal(backoffMs(100, 1), 30_000);
  assert.equal(backoffMs(100, 0), 0);
});
