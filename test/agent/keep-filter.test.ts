import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepFilter } from '../../agent/system/keep-filter.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import { CommandError, type Run } from '../../shared/os/run.ts';
import { silentLog } from '../fakes/log.ts';

const gone = new CommandError('No such file or directory', 'nft', 1, '');
const withoutNft = new CommandError('spawn nft ENOENT', 'nft', undefined, '');

/** Runs the loop over what nft says at each look; resolves to the looks at which the filter was put back. */
async function restored(answers: readonly (Error | '')[], restore: (look: number) => void = () => {}) {
  const ended = new AbortController();
  const [looks, errors]: [number[], unknown[]] = [[], []];
  let [look, isBack] = [-1, false];
  const run: Run = async (command, args) => {
    assert.deepEqual([command, ...args], ['nft', 'list', 'table', 'inet', 'towline']);
    const answer = isBack ? '' : (answers[look] ?? '');
    if (answer !== '') throw answer;
    return 'table inet towline {}';
  };
  const clock: Clock = {
    now: () => 0,
    monotonic: () => 0,
    sleep: async (ms) => {
      assert.ok(ms <= 10_000);
      look++;
      isBack = false;
      if (look < answers.length) return;
      ended.abort(new Error('ended'));
      throw ended.signal.reason;
    },
  };
  const log: Log = { ...silentLog, error: (fields: unknown) => void errors.push(fields) };
  const put = async () => {
    restore(look);
    looks.push(look);
    isBack = true;
  };
  await assert.rejects(keepFilter({ run, clock, log, restore: put }, ended.signal), /ended/);
  return { looks, errors };
}

test('a packet filter that was flushed is put back at the next look, and one that is there is left alone', async () => {
  assert.deepEqual(await restored(['', gone, '', '', gone]), { looks: [1, 4], errors: [] });
});

test('one that cannot be put back is tried again, and told once', async () => {
  const full = () => {
    throw new Error('cannot allocate memory');
  };
  const { looks, errors } = await restored([gone, gone, gone], full);
  assert.deepEqual([looks, errors], [[], [{ error: 'cannot allocate memory' }]]);
});

test('without nft nothing is tried or told', async () => {
  assert.deepEqual(await restored([withoutNft, withoutNft]), { looks: [], errors: [] });
});
