import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { it } from 'node:test';
import { healthPages } from '../../agent/metrics/health.ts';
import type { AgentStatus } from '../../agent/report/status.ts';
import { healthPage } from '../../shared/net/health.ts';
import { closeHttp, createHttpServer } from '../../shared/net/http-server.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { createTurns } from '../../shared/os/turns.ts';
import { startController } from '../controller/harness.ts';
import { until } from '../fakes/until.ts';

it('a health page says what is wrong, a line each, and looks once a second at most', async () => {
  let [nowMs, looks] = [0, 0];
  const clock = { ...systemClock, monotonic: () => nowMs };
  let reason: string | undefined;
  const page = healthPage({
    clock,
    checks: {
      disk: () => {
        looks++;
        return reason;
      },
      other: () => {
        if (reason !== undefined) throw new Error('broken\nnot ok: a line of its own');
        return undefined;
      },
    },
  });
  assert.deepEqual(await page(), { status: 200, type: 'text/plain', text: 'ok\n' });
  reason = `full\u001b[2J${'x'.repeat(1000)}`;
  assert.equal((await page()).status, 200);
  assert.equal(looks, 1);
  nowMs = 1000;
  const { status, text } = await page();
  assert.equal(status, 503);
  assert.match(
    String(text),
    /^not ok\ndisk: full\\u\{1b\}\[2Jx+\nother: broken not ok: a line of its own\n$/,
  );
  assert.ok(text.length < 400);
});

it('an agent is healthy while its loops turn, cut off or not, and ready when a bundle runs', async () => {
  let nowMs = 0;
  const turns = createTurns({ ...systemClock, monotonic: () => nowMs, sleep: async () => undefined });
  await turns.clockOf('tracker', 900_000).sleep(1000);
  await turns.clockOf('reporter', 120_000).sleep(1000);
  const world = { booted: false, release: 0, connected: true };
  const pages = healthPages({
    clock: { ...systemClock, monotonic: () => nowMs },
    ...{ stuck: turns.stuck, isBooted: () => world.booted, journalFile: import.meta.filename },
    status: () =>
      ({
        running: { release: world.release },
        controller: { connected: world.connected },
      }) as unknown as AgentStatus,
  });
  const get = async (path: string) => {
    nowMs += 1000;
    const page = await pages[path]?.();
    return `${page?.status} ${page?.text}`;
  };
  assert.equal(await get('/healthz'), '200 ok\n');
  assert.match(await get('/readyz'), /^503 not ok\nboot: .*\nbundle: no bundle runs\n$/);
  Object.assign(world, { booted: true, release: 3, connected: false });
  assert.equal(await get('/readyz'), '200 ok\nnote: not in contact with the controller\n');
  assert.equal(await get('/healthz'), '200 ok\nnote: not in contact with the controller\n');
  // A loop that waits for a bundle, whose services may take their time, does not hang before its watchdog says so.
  nowMs = 100_000;
  assert.match(await get('/healthz'), /^200 ok\n/);
  nowMs = 122_000;
  assert.match(await get('/healthz'), /^503 not ok\nloops: reporter hangs\n/);
  nowMs = 902_000;
  assert.match(await get('/healthz'), /^503 not ok\nloops: tracker and reporter hang\n/);
});

it('a load balancer sees the status, also by HEAD', async (context) => {
  const page = healthPage({ clock: systemClock, checks: { disk: () => 'full' } });
  const server = createHttpServer({ '/healthz': page }, () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => closeHttp(server));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/healthz`;
  assert.equal((await fetch(url)).status, 503);
  const head = await fetch(url, { method: 'HEAD' });
  assert.deepEqual([head.status, await head.text()], [503, '']);
  assert.equal((await fetch(url, { method: 'POST' })).status, 405);
});

it('a controller is ready when it serves, and not healthy when its socket is taken away', async (context) => {
  const harness = await startController();
  context.after(() => harness.close());
  const base = `http://127.0.0.1:${harness.controller.listening().http}`;
  for (const path of ['/healthz', '/readyz']) {
    const response = await fetch(`${base}${path}`);
    assert.deepEqual([response.status, await response.text()], [200, 'ok\n'], path);
  }
  const { socket } = harness.config;
  await rm(socket);
  // What was seen holds for a second.
  const text = await until('the page names the listeners', async () => {
    const page = await (await fetch(`${base}/healthz`)).text();
    return page.includes('listeners: ') && page;
  });
  assert.match(text, /^not ok\nlisteners: .* is gone/);
});
