import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openFloor, readFloor } from '../../agent/clock/floor.ts';
import { keepFloor } from '../../agent/clock/keep.ts';
import type { BundleRef } from '../../agent/journal/schema.ts';
import { onlySigner } from '../../agent/keys/signers.ts';
import type { ControllerClient } from '../../agent/session/client.ts';
import { TowlineError } from '../../shared/errors.ts';
import { type Clock, systemClock } from '../../shared/os/clock.ts';
import { networkId, nodeId, signing } from '../fakes/bundles.ts';
import { FakeController } from '../fakes/controller.ts';
import { silentLog } from '../fakes/log.ts';
import { until } from '../fakes/until.ts';

const running: BundleRef = { digest: 'ab'.repeat(32), epoch: 1, release: 4 };

/** A loop whose pauses end when the test says so. */
async function setUp(context: TestContext, state: { running?: BundleRef; isAway?: boolean } = { running }) {
  const folder = await mkdtemp(join(tmpdir(), 'towline-clock-'));
  context.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'clock.json');
  const [controller, ended] = [new FakeController(), new AbortController()];
  const pauses: { ms: number; end: () => void }[] = [];
  const clock: Clock = {
    ...systemClock,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        pauses.push({ ms, end: resolve });
        signal?.addEventListener('abort', () => reject(signal.reason));
      }),
  };
  const clockFloor = await openFloor(path, clock, silentLog);
  let client: ControllerClient | undefined = controller.open();
  const keeping = keepFloor(
    {
      clock,
      log: silentLog,
      clockFloor,
      client: () => (state.isAway ? undefined : client),
      openClient: controller.open,
      running: () => state.running,
      atRest: (task) => task(),
      signers: onlySigner(signing.publicKey),
      networkId,
      nodeId,
    },
    ended.signal,
  ).catch((error: unknown) => error);
  return {
    path,
    controller,
    state,
    setClient: (next: ControllerClient) => {
      client = next;
    },
    /** Lets the pause that is under way pass; resolves to the length of the next, in seconds. */
    pass: async () => {
      const count = pauses.length;
      pauses.at(-1)?.end();
      await until('the next pause', () => pauses.length > count);
      return (pauses.at(-1)?.ms ?? 0) / 1000;
    },
    end: async () => {
      ended.abort();
      await keeping;
    },
  };
}

test('the controller is asked for the bundle that runs, now and then, and its time is kept', async (context) => {
  const { path, controller, pass, end } = await setUp(context);
  const began = Date.now();
  for (let asked = 1; asked <= 3; asked++) {
    const pauseS = await pass();
    assert.ok(pauseS >= 900 && pauseS <= 1800, `${pauseS} s`);
    assert.deepEqual(controller.confirmed, Array(asked).fill(4));
  }
  const { floorMs = 0 } = await readFloor(path);
  assert.ok(floorMs >= began && floorMs <= Date.now());
  await end();
});

test('nothing is asked without a bundle or a session, and it is tried again soon', async (context) => {
  const { controller, state, pass, end } = await setUp(context, { isAway: true, running });
  assert.ok((await pass()) <= 90);
  delete state.running;
  state.isAway = false;
  assert.ok((await pass()) <= 90);
  assert.deepEqual(controller.confirmed, []);
  state.running = running;
  assert.ok((await pass()) >= 900);
  await end();
});

test('an answer that the controller did not sign, or to another question, moves nothing', async (context) => {
  const { path, controller, setClient, pass, end } = await setUp(context);
  const good = controller.open();
  const replies: ControllerClient['confirm'][] = [
    async () => ({ confirmation: Buffer.alloc(0), signature: Buffer.alloc(64), signingChain: null }),
    async (request, signal) => {
      const response = await good.confirm(request, signal);
      return { ...response, signature: Buffer.alloc(64) };
    },
    async (request, signal) => good.confirm({ ...request, nonce: Buffer.alloc(32) }, signal),
    async () => {
      throw new TowlineError('conflict', 'release 4 has no bundle with this digest');
    },
  ];
  for (const confirm of replies) {
    setClient({ ...good, confirm });
    assert.ok((await pass()) <= 90);
  }
  assert.deepEqual(await readFloor(path), {});
  setClient(good);
  await pass();
  assert.ok((await readFloor(path)).floorMs !== undefined);
  await end();
});

test('an agent that ends in good order has the time signed once more', async (context) => {
  const { path, controller, end } = await setUp(context);
  await end();
  assert.deepEqual(controller.confirmed, [4]);
  assert.ok((await readFloor(path)).floorMs !== undefined);
});

test('an agent that ends without its controller does not wait for it', async (context) => {
  const { path, controller, end } = await setUp(context, { isAway: true, running });
  await end();
  assert.deepEqual(controller.confirmed, []);
  assert.deepEqual(await readFloor(path), {});
});
