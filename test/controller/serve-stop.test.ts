import assert from 'node:assert/strict';
import { it } from 'node:test';
import { serve } from '../../controller/serve/serve.ts';
import { silentLog } from '../fakes/log.ts';
import { until } from '../fakes/until.ts';

it('a controller that is to end ends whatever systemd does: it is told meanwhile, not before', async (t) => {
  const socket = process.env.NOTIFY_SOCKET;
  process.env.NOTIFY_SOCKET = '/nowhere';
  t.after(() => {
    if (socket === undefined) delete process.env.NOTIFY_SOCKET;
    else process.env.NOTIFY_SOCKET = socket;
  });
  const told: string[] = [];
  let end: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    end = resolve;
  });
  const daemon = {
    start: async () => undefined,
    stop: async () => end(),
    stuck: () => [],
    reload: () => undefined,
  };
  const run = async (_command: string, [state = '']: readonly string[]) => {
    told.push(state);
    // systemd takes no word of the end before the daemon has stopped.
    if (state === 'STOPPING=1') await stopped;
    return '';
  };
  const serving = serve(daemon, run, silentLog, () => assert.fail('nobody asked for it'));
  await until('systemd knows', () => told.includes('READY=1'));
  process.kill(process.pid, 'SIGTERM');
  await serving;
  assert.deepEqual(told, ['READY=1', 'STOPPING=1']);
});
