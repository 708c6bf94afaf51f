import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { test } from 'node:test';
import { files, make, setUp } from '../agent/cycle-fixture.ts';

// Found by the fault harness: the bundle before was given up, and the one that failed stayed.
test('one read error while a bundle is taken back does not cost the bundle before', async (context) => {
  const { cycle, parts, wireguard } = await setUp(context);
  assert.equal(await cycle(make(1)), 'confirmed');
  const { running } = parts.journal.current();
  wireguard.broken.add('tl-kiel');
  const real = fs.readFile;
  let failures = 0;
  context.after(() => {
    fs.readFile = real;
    syncBuiltinESMExports();
  });
  fs.readFile = (async (path: string, ...rest: []) => {
    const isRollingBack = parts.journal.current().phase.state === 'rollingBack';
    if (isRollingBack && failures === 0 && path.includes(running?.digest ?? '')) {
      failures++;
      throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
    }
    return real(path, ...rest);
  }) as typeof fs.readFile;
  syncBuiltinESMExports();
  assert.equal(await cycle(make(2, { files: files('kiel', 51823) })), 'rolledBack');
  assert.equal(failures, 1);
  assert.deepEqual(parts.journal.current().running, running);
  assert.equal(parts.journal.current().phase.state, 'confirmed');
});
