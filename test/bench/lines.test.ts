import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countLines } from '../../bench/agent/lines.ts';

test('lines at rest are those since the count began, and one that is planted raises it', async () => {
  let log = '';
  const quiet = await countLines(async () => log);
  assert.equal(await quiet.since(), 0);
  log = '{"msg":"in contact with the controller"}\n';
  const count = await countLines(async () => log);
  assert.equal(await count.since(), 0);
  log += '{"msg":"planted"}\n';
  assert.equal(await count.since(), 1);
  assert.equal(await quiet.since(), 2);
});
