import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';

/** The built benchmark, as `npm run bench` starts it. */
const program = join(import.meta.dirname, '../../dist/bench/main.js');

async function bench(args: readonly string[], env: Record<string, string> = {}) {
  const { stdout } = await execa(process.execPath, [program, ...args, '--json'], { env });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
}

test('bench compile measures a network from its files to fifty releases and leaves nothing behind', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'towline-bench-test-'));
  try {
    const { mesh_8 } = (await bench(['compile', '--only', 'mesh_8', '--rounds', '2'], { TMPDIR: dir })) as {
      mesh_8: Record<string, number>;
    };
    const { nodes, links, releases, ...measured } = mesh_8;
    assert.deepEqual({ nodes, links, releases }, { nodes: 8, links: 28, releases: 50 });
    for (const [name, value] of Object.entries(measured)) assert.ok(value > 0, `${name} is ${value}`);
    assert.deepEqual(
      (await execa('ls', ['-A', dir])).stdout.split('\n').filter((name) => name.startsWith('towline')),
      [],
    );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

test('bench compile refuses a case that it does not have', async () => {
  await assert.rejects(bench(['compile', '--only', 'mesh_9']), /there is no case mesh_9.*mesh_8/s);
});

test('bench history goes on where it stopped, and its rollback brings the first release back', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'towline-history-test-'));
  try {
    const env = { TOWLINE_BENCH_DIR: dir };
    assert.equal((await bench(['history', '--rounds', '5'], env)).releases, 5);
    assert.ok(existsSync(join(dir, 'state')));
    // A rollback and a commit more came after the five.
    const { releases, ...measured } = await bench(['history', '--rounds', '12'], env);
    assert.equal(releases, 12);
    for (const [name, value] of Object.entries(measured)) assert.ok(Number(value) >= 0, name);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
