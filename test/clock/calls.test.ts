import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import { unary } from '../../agent/session/call.ts';
import { openClient } from '../../agent/session/client.ts';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { AgentServiceHandlers } from '../../shared/gen/towline/v1/AgentService.ts';
import { v1 } from '../../shared/rpc/protocol.ts';
import { until } from '../fakes/until.ts';

const never = new AbortController().signal;

/** A controller that answers when it is told to. */
async function startServer(context: TestContext) {
  const server = new Server();
  const waiting: (() => void)[] = [];
  const deadlines: unknown[] = [];
  const handlers: Partial<AgentServiceHandlers> = {
    GetChallenge: (call, done) => {
      deadlines.push(call.getDeadline());
      waiting.push(() => done(null, { challenge: Buffer.alloc(32) }));
    },
  };
  server.addService(v1.AgentService.service, handlers as AgentServiceHandlers);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('[::1]:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  context.after(() => server.forceShutdown());
  const client = openClient({
    address: '::1',
    port,
    networkId: 'n',
    nodeId: 1,
    identityPrivateKey: generateSigningKeyPair().privateKey,
  });
  context.after(() => client.close());
  return { client, waiting, deadlines };
}

for (const [what, time] of [
  ['1970', 86_400_000],
  ['2099', Date.UTC(2099, 0, 1)],
] as const) {
  test(`a call that is under way when the clock is set to ${what} is answered, and so is the next`, async (context) => {
    const { client, waiting, deadlines } = await startServer(context);
    const first = client.reach(never);
    await until('the call arrived', () => waiting.length === 1);
    const real = Date.now();
    context.mock.method(Date, 'now', () => time + (performance.now() % 1000));
    waiting.shift()?.();
    await first;
    const second = client.reach(never);
    await until('the next one arrived', () => waiting.length === 1);
    context.mock.method(Date, 'now', () => real);
    waiting.shift()?.();
    await second;
    assert.deepEqual(deadlines, [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });
}

test('a call that nobody answers ends in time, whatever the clock says', async (context) => {
  context.mock.method(Date, 'now', () => 0);
  const cancelled = Object.assign(new Error('cancelled'), { code: status.CANCELLED });
  const call = unary(never, 50, (done) => ({ cancel: () => done(cancelled) }));
  await assert.rejects(call, (error: unknown) => {
    assert.ok(error instanceof TowlineError && error.code === 'unavailable');
    assert.equal(error.message, 'the controller did not answer within 0.05 s');
    return true;
  });
});
