import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { followEndpoints } from '../../controller/tunnel/follow.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { createWake } from '../../shared/os/wake.ts';
import { silentLog } from '../fakes/log.ts';
import { until } from '../fakes/until.ts';

/** A tunnel whose endpoints are `world.at`, and what was made of it. */
function following(context: TestContext, lookMs = 0) {
  const wake = createWake();
  const world = {
    wake,
    at: new Map([[1, '198.18.1.2']]),
    failure: undefined as string | undefined,
    looks: 0,
    wholeLooks: 0,
    ensured: 0,
    flushed: 0,
    seen: [] as string[],
  };
  const ended = new AbortController();
  const running = followEndpoints(
    {
      tunnel: {
        ensure: async () => {
          world.ensured++;
        },
        endpoints: async () => {
          world.wholeLooks++;
          if (world.failure !== undefined) throw new Error(world.failure);
          return world.at;
        },
      },
      wireguard: {
        endpoints: async () => {
          world.looks++;
          if (lookMs > 0) await systemClock.sleep(lookMs);
          return JSON.stringify([...world.at]);
        },
      },
      hints: {
        seen: (nodeId, address) => {
          if (world.seen.at(-1) !== `${nodeId} ${address}`) world.seen.push(`${nodeId} ${address}`);
        },
        flush: () => {
          world.flushed++;
        },
      },
      clock: systemClock,
      log: silentLog,
      wake,
      settleReturn: async () => {},
    },
    ended.signal,
  );
  context.after(async () => {
    ended.abort();
    await running;
  });
  return world;
}

test('an endpoint that changed is seen between two whole looks', async (context) => {
  const world = following(context);
  await until('the first look', () => world.seen.length === 1);
  world.at.set(1, '198.18.9.2');
  await until('the next', () => world.seen.length === 2);
  assert.deepEqual(world.seen, ['1 198.18.1.2', '1 198.18.9.2']);
  await until('looks that cost less', () => world.looks > 8);
  assert.ok(world.wholeLooks < world.looks, `${world.wholeLooks} of ${world.looks}`);
});

test('a node that says that it moved has the tunnel looked at, and hints sent, but never without a pause', async (context) => {
  const world = following(context, 60);
  await until('the first look', () => world.flushed === 1);
  const begun = performance.now();
  const before = world.looks;
  const insisting = setInterval(world.wake.notify, 1);
  context.after(() => clearInterval(insisting));
  await until('looks', () => world.looks - before >= 5);
  const each = (performance.now() - begun) / 5;
  assert.ok(each >= 50, `${each} ms`);
});

test('a tunnel that cannot be read is mended, and followed again', async (context) => {
  const world = following(context);
  await until('the first look', () => world.seen.length === 1);
  world.failure = 'interface tlmgmt is gone';
  world.at.set(1, '198.18.9.2');
  await until('it is mended', () => world.ensured >= 2);
  world.failure = undefined;
  await until('it is followed', () => world.seen.length === 2);
});
