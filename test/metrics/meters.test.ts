import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { credentials, ServerCredentials, status } from '@grpc/grpc-js';
import { createMeters, metered } from '../../controller/metrics/meters.ts';
import { createGrpcListener } from '../../controller/serve/grpc-listener.ts';
import { createQueue } from '../../controller/serve/queue.ts';
import { openStore } from '../../controller/store/store.ts';
import { v1 } from '../../shared/rpc/protocol.ts';
import { until } from '../lab/until.ts';

/** Value of a series, as Prometheus would read it. */
async function seriesOf(
  meters: ReturnType<typeof createMeters>,
  series: string,
): Promise<number | undefined> {
  const line = (await meters.registry.metrics()).split('\n').find((text) => text.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length));
}

test('a listener that closes ends a call that nobody reads, once its time is over', async () => {
  const listener = createGrpcListener({
    address: '127.0.0.1:0',
    credentials: ServerCredentials.createInsecure(),
    service: v1.AgentService.service,
    implementation: { Watch: (call: { write(news: object): void }) => call.write({}) } as never,
    setting: 'listen',
    maxMessageBytes: 1024,
    meters: createMeters(),
  });
  const port = await listener.listen();
  const client = new v1.AgentService(`127.0.0.1:${port}`, credentials.createInsecure());
  try {
    const stream = client.Watch({});
    const ended = new Promise<number | undefined>((resolve) =>
      stream.once('error', ({ code }: { code?: number }) => resolve(code)),
    );
    await new Promise((resolve) => stream.once('data', resolve));
    await listener.close(50);
    assert.ok([status.CANCELLED, status.UNAVAILABLE].includes((await ended) ?? -1));
  } finally {
    client.close();
  }
});

test('calls are counted by method and code: answered, refused, not there, cancelled, and streams until they end', async () => {
  const meters = createMeters();
  const listener = createGrpcListener({
    address: '127.0.0.1:0',
    credentials: ServerCredentials.createInsecure(),
    service: v1.AgentService.service,
    implementation: {
      GetChallenge: (_call: unknown, callback: (error: null, answer: object) => void) =>
        callback(null, { challenge: Buffer.alloc(32) }),
      Confirm: (_call: unknown, callback: (error: object) => void) =>
        callback({ code: status.FAILED_PRECONDITION, details: 'no' }),
      Watch: (call: {
        end(): void;
        once(event: string, then: () => void): void;
        write(news: object): void;
      }) => call.write({}),
    } as never,
    setting: 'listen',
    maxMessageBytes: 1024,
    meters,
  });
  const port = await listener.listen();
  const client = new v1.AgentService(`127.0.0.1:${port}`, credentials.createInsecure());
  try {
    type Answered = (error: { code?: number } | null) => void;
    const call = (ask: (answered: Answered) => void) =>
      new Promise<number>((resolve) => ask((error) => resolve(error?.code ?? status.OK)));
    const challenge = () => call((answered) => client.GetChallenge({}, answered));
    assert.equal(await challenge(), status.OK);
    assert.equal(await challenge(), status.OK);
    assert.equal(await call((answered) => client.Confirm({}, answered)), status.FAILED_PRECONDITION);
    assert.equal(await call((answered) => client.Report({}, answered)), status.UNIMPLEMENTED);
    const count = (method: string, code: string) =>
      seriesOf(
        meters,
        `towline_rpc_duration_seconds_count{service="AgentService",method="${method}",code="${code}"}`,
      );
    assert.equal(await count('GetChallenge', 'OK'), 2);
    assert.equal(await count('Confirm', 'FAILED_PRECONDITION'), 1);
    const open = 'towline_rpc_open{service="AgentService",method="Watch"}';
    const stream = client.Watch({});
    stream.on('error', () => undefined);
    await new Promise((resolve) => stream.once('data', resolve));
    assert.equal(await seriesOf(meters, open), 1);
    assert.equal(await count('Watch', 'CANCELLED'), undefined);
    stream.cancel();
    await until('the stream is counted', async () => (await count('Watch', 'CANCELLED')) === 1);
    assert.equal(await seriesOf(meters, open), 0);
  } finally {
    client.close();
    await listener.close(100);
  }
});

test('statements and transactions of the database are counted, also those that fail', async () => {
  const meters = createMeters();
  const folder = mkdtempSync(join(tmpdir(), 'towline-meters-'));
  const store = openStore(join(folder, 'towline.db'), meters.database);
  const operations = (operation: string) =>
    seriesOf(meters, `towline_database_operations_total{operation="${operation}"}`);
  try {
    store.releases.newest();
    assert.equal(await operations('read'), 1);
    assert.equal(await operations('write'), undefined);
    store.transaction(() => {
      store.releases.insert({ created: 1, message: 'first', author: 'me', inventoryCommit: 'abc' });
      store.releases.markActivated(1, 2);
    });
    assert.equal(await operations('write'), 2);
    assert.equal(await operations('transaction'), 1);
    assert.throws(() =>
      store.transaction(() => {
        throw new Error('no');
      }),
    );
    assert.equal(await operations('transaction'), 2);
    assert.equal(store.releases.newestActive(), 1);
    assert.ok(((await seriesOf(meters, 'towline_database_seconds_total{operation="transaction"}')) ?? 0) > 0);
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
});

test('work on a repository is counted by what it is, also what fails, and gives what it gave', async () => {
  const meters = createMeters();
  const timed = metered(
    {
      async readAt(commit: string) {
        await delay(1);
        return `files of ${commit}`;
      },
      async commit() {
        throw new Error('nothing to commit');
      },
    },
    meters.git,
  );
  assert.equal(await timed.readAt('abc'), 'files of abc');
  await assert.rejects(timed.commit(), /nothing to commit/);
  for (const operation of ['read_at', 'commit'])
    assert.equal(await seriesOf(meters, `towline_git_operations_total{operation="${operation}"}`), 1);
});

test('a queue says how much waits, and forgets what failed', async () => {
  const queue = createQueue();
  assert.equal(queue.size(), 0);
  const failing = queue(async () => {
    throw new Error('no');
  });
  const after = queue(async () => 'done');
  assert.equal(queue.size(), 2);
  await assert.rejects(failing);
  assert.equal(await after, 'done');
  await queue.idle();
  assert.equal(queue.size(), 0);
});
