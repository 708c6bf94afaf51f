import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoffMs } from '../../agent/session/backoff.ts';
import { openClient } from '../../agent/session/client.ts';
import { followController } from '../../agent/session/follow.ts';
import { TowlineError } from '../../shared/errors.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { createWake } from '../../shared/os/wake.ts';
import { networkId, nodeId } from '../fakes/bundles.ts';
import { silentLog } from '../fakes/log.ts';
import { until } from '../fakes/until.ts';
import { identity, startServer } from './session-fixture.ts';

const never = new AbortController().signal;

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
      open: () => open(),
      clock: { ...systemClock, sleep: (_ms, signal) => systemClock.sleep(1, signal) },
      log: silentLog,
      onSession: (client) => got.push(client === undefined ? 'gone' : 'here'),
      onDesired: ({ release }) => got.push(`release ${release}`),
      onHint: ({ nodeName }) => got.push(`hint ${nodeName}`),
      onTunnelMove: ({ move }) => got.push(`move ${move}`),
      onOwnFacts: () => {},
      onAgentOrder: () => {},
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
      onAgentOrder: () => {},
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
        onAgentOrder: () => {},
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

for (const isUrgent of [false, true]) {
  test(`a node that is put off ${isUrgent ? 'says that it is urgent, and asks again soon' : 'asks again when it was told to, and after a break anywhere in the time that it was told'}`, async (context) => {
    const { open, seen, busy, endWatch } = await startServer(context);
    const ended = new AbortController();
    const pauses: number[] = [];
    let releases = 0;
    busy.push(123_000);
    const following = followController(
      {
        open: (how) => open(undefined, how?.isUrgent),
        clock: {
          ...systemClock,
          sleep: async (ms, signal) => {
            pauses.push(ms);
            await systemClock.sleep(1, signal);
          },
        },
        log: silentLog,
        onSession: () => {},
        onDesired: () => releases++,
        onHint: () => {},
        onTunnelMove: () => {},
        onOwnFacts: () => {},
        onAgentOrder: () => {},
        onQuestion: () => {},
        isUrgent: () => isUrgent,
        addresses: () => ({}),
        anew: createWake(),
      },
      ended.signal,
    );
    // Pauses are drawn: one of these is long enough to have come of the time that was told.
    for (let watch = 1; watch <= 12; watch++) {
      await until(`watch ${watch}`, () => releases === watch);
      endWatch();
    }
    ended.abort();
    await assert.rejects(following);
    const [first = 0, ...later] = pauses;
    assert.equal(seen.urgent[0], isUrgent);
    if (isUrgent) assert.ok(Math.max(...pauses) <= 3_000, pauses.join());
    else {
      assert.equal(first, 123_000);
      assert.ok(Math.max(...later) > 3_000 && Math.max(...later) <= 40_000, later.join());
    }
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

test('a call over a connection that was closed ends as unavailable, at once', async (context) => {
  const { open } = await startServer(context);
  const client = open();
  await client.reach(never);
  client.close();
  const isUnavailable = (error: unknown) => error instanceof TowlineError && error.code === 'unavailable';
  await assert.rejects(client.reach(never), isUnavailable);
  await assert.rejects(client.report({}, never), isUnavailable);
});

test('waits grow with each failure up to a bound, and lie anywhere below it', () => {
  assert.equal(backoffMs(0, 0.5), 500);
  assert.equal(backoffMs(3, 0.5), 4000);
  assert.equal(backoffMs(100, 1), 30_000);
  assert.equal(backoffMs(100, 0), 0);
});
