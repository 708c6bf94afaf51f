import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { checkBirdFile } from '../../agent/bird/check.ts';
import { TowlineError } from '../../shared/errors.ts';
import { CommandError, type Run, run } from '../../shared/os/run.ts';

async function configuration(context: TestContext, description: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'towline-bird-check-'));
  context.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'bird.conf');
  const statics = `protocol static tl_x {\n  description "${description}";\n  ipv4;\n}\n`;
  await writeFile(path, `router id 10.0.0.1;\nprotocol device {}\n${statics}`);
  return path;
}

test('BIRD takes a text, and refuses one with a quote in it with file and line', async (context) => {
  await checkBirdFile(run, 'bird', await configuration(context, 'to berlin'));
  const path = await configuration(context, '"; }');
  await assert.rejects(checkBirdFile(run, 'bird', path), (error) => {
    assert.ok(error instanceof CommandError && error.exitCode === 1);
    return error.output.includes(`${path}:`);
  });
});

test('a text that BIRD takes or crashes on is refused for good, never put off', async (context) => {
  const path = await configuration(context, 'x'.repeat(20_000));
  const outcome = await checkBirdFile(run, 'bird', path).catch((error: unknown) => error);
  // Another BIRD may have a parser with more room.
  if (outcome !== undefined) assert.ok(outcome instanceof TowlineError && outcome.code === 'invalid');
});

test('a parser that crashes refuses the file; one that was killed or is not there may be asked again', async () => {
  const ending =
    (cause: string): Run =>
    async () => {
      throw new CommandError(`bird -p -c x: ${cause}: realloc(): invalid old size`, 'bird', undefined, '');
    };
  await assert.rejects(checkBirdFile(ending('SIGSEGV'), 'bird', 'x'), {
    code: 'invalid',
    message: /^x: BIRD crashes on it: /,
  });
  for (const cause of ['SIGKILL', 'not found, install it or mend PATH', 'took longer than 30000 ms'])
    await assert.rejects(checkBirdFile(ending(cause), 'bird', 'x'), { code: 'failed' });
});
