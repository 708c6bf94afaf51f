import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { createRenderPool } from '../../controller/render/pool.ts';
import type { RenderJob } from '../../controller/render/renderer.ts';
import { silentLog } from '../fakes/log.ts';
import { until } from '../fakes/until.ts';

const path = 'templates/bird/custom.conf.njk';
const job = (node: string): RenderJob => ({
  node,
  templates: [['bird/custom.conf.njk', path]],
  context: { name: node, links: [] },
});

describe('the processes that render, when they end by themselves', () => {
  const pool = createRenderPool({ log: silentLog, processes: 1 });
  after(() => pool.close());
  const render = async () => {
    const contents: (string | undefined)[] = [];
    for await (const { files } of pool.render(new Map([[path, 'fine']]), [job('bonn')]))
      contents.push(files[0]?.content);
    return contents;
  };
  const onlyPid = () => {
    const [pid, ...others] = pool.pids();
    assert.deepEqual(others, []);
    assert.ok(pid !== undefined);
    return pid;
  };

  it('are forgotten, and the next request gets a new one', async () => {
    assert.deepEqual(await render(), ['fine']);
    const pid = onlyPid();
    process.kill(pid, 'SIGKILL');
    await until('the process is forgotten', () => pool.pids().length === 0);
    assert.deepEqual(await render(), ['fine']);
    assert.notEqual(onlyPid(), pid);
  });

  it('before anybody heard of it: the request that comes too late goes to a new one', async () => {
    const pid = onlyPid();
    process.kill(pid, 'SIGKILL');
    // Without a turn of the event loop, so that nothing is known of it here.
    const deadline = performance.now() + 15_000;
    while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) assert.ok(performance.now() < deadline);
    assert.deepEqual(pool.pids(), [pid]);
    assert.deepEqual(await render(), ['fine']);
    assert.notEqual(onlyPid(), pid);
  });
});

it('a process that was started ahead of work that never came is ended', async () => {
  const pool = createRenderPool({ log: silentLog, idleMs: 1 });
  pool.warm();
  assert.equal(pool.pids().length, 1);
  await until('the process is ended', () => pool.pids().length === 0);
  await pool.close();
});

it('who stops listening leaves no rejection behind that nobody hears', async () => {
  const pool = createRenderPool({ log: silentLog, processes: 2 });
  const unheard: unknown[] = [];
  const hear = (reason: unknown) => void unheard.push(reason);
  process.on('unhandledRejection', hear);
  try {
    const loop = '{% for a in range(100000) %}';
    const endless = `{% if name == "last" %}${loop.repeat(4)}${'{% endfor %}'.repeat(4)}{% endif %}fine`;
    const jobs = Array.from({ length: 33 }, (_, index) => job(index < 32 ? `n${index}` : 'last'));
    const rendering = pool.render(new Map([[path, endless]]), jobs);
    assert.equal((await rendering.next()).value?.node, 'n0');
    await until('the processes have ended', () => {
      // Again and again: what one had not begun goes to another.
      for (const pid of pool.pids()) process.kill(pid, 'SIGKILL');
      return pool.pids().length === 0;
    });
    await turn();
    assert.deepEqual(unheard, []);
    await rendering.return(undefined);
    await turn();
    assert.deepEqual(unheard, []);
  } finally {
    process.off('unhandledRejection', hear);
    await pool.close();
  }
});
