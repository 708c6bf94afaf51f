import { join } from 'node:path';
import Table from 'cli-table3';
import { execa } from 'execa';
import { needsUserNamespace } from '../lab/namespaces/enter.ts';
import type { ClockCase } from './clock/measure.ts';
import type { Benchmark } from './main.ts';

/**
 * What a clock that is behind after a reboot costs: initiations with the timestamps of each case, as WireGuard
 * would send them, to a real WireGuard, until one is answered. Takes seven minutes, nearly all of them waiting.
 */
export const clock: Benchmark = async ({ signal }) => {
  const kinds = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const user = needsUserNamespace ? ['--user', '--map-root-user'] : [];
  const script = 'mount -t tmpfs tmpfs /run && ip link set dev lo up && exec "$@"';
  const program = [process.execPath, join(import.meta.dirname, 'clock/measure.js')];
  const { stdout } = await execa('unshare', [...user, ...kinds, 'sh', '-c', script, 'clock', ...program], {
    cancelSignal: signal,
    stderr: 'inherit',
  });
  const cases = JSON.parse(stdout) as ClockCase[];
  const table = new Table({ head: ['clock after the reboot', 'answered after', 'refused'] });
  for (const { name, answered_s, refused } of cases)
    table.push([name, answered_s === null ? 'never' : `${answered_s} s`, String(refused)]);
  process.stdout.write(`${table.toString()}\n`);
  return { cases };
};
