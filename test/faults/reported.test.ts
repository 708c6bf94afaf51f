import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TowlineError } from '../../shared/errors.ts';
import { type Clock, systemClock } from '../../shared/os/clock.ts';
import { CommandError, type Run } from '../../shared/os/run.ts';
import { createWireGuard } from '../../shared/wireguard/wireguard.ts';
import { files, make, setUp } from '../agent/cycle-fixture.ts';

// Found by the fault harness: the error of a BIRD that does not answer has the code of a controller that is away.
test('a release that is put off since BIRD does not answer is told with that reason', async (context) => {
  const { cycle, parts, bird } = await setUp(context);
  assert.equal(await cycle(make(1)), 'confirmed');
  const protocols = bird.protocols.bind(bird);
  bird.protocols = async () => {
    throw new TowlineError('unavailable', 'BIRD does not answer at /run/bird/bird.ctl');
  };
  const next = make(2, { files: { ...files('hamburg'), 'bird/bird.conf': '# other\n' } });
  await assert.rejects(cycle(next), /BIRD does not answer/);
  const { phase, lastApply } = parts.journal.current();
  assert.equal(phase.state, 'confirmed');
  assert.deepEqual([lastApply?.release, lastApply?.state], [2, 'checking']);
  assert.match(lastApply?.reason ?? '', /^BIRD does not answer .*; trying again$/);
  bird.protocols = protocols;
  assert.equal(await cycle(next), 'confirmed');
});

test('an interface that does not come up is told with what wg says of it', async () => {
  let now = 0;
  const sleep = async (ms: number) => {
    now += ms;
  };
  const clock: Clock = { ...systemClock, monotonic: () => now, sleep };
  const words = (command: string, output: string) => new CommandError(output, command, 1, output);
  const run: Run = async (command, args) => {
    if (args.includes('show')) {
      throw command === 'wg' ? words('wg', 'wg: EAGAIN') : words('ip', 'Device "tl-a" does not exist.');
    }
    return '';
  };
  await assert.rejects(
    createWireGuard(run, 'kernel', clock).ensureInterface('tl-a'),
    /interface tl-a did not come up \(wg: EAGAIN\): run/,
  );
});
