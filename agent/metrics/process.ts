import { readdir, readFile } from 'node:fs/promises';
import type { Registry } from 'prom-client';
import { counter, gauge, type Series, single } from '../../shared/metrics/series.ts';

const startedS = Date.now() / 1000 - process.uptime();

/**
 * What the process is and uses, under the names that prom-client has for it. Its own collection of them watches the event
 * loop by a timer of 10 ms and each collection of garbage: most of what an idle agent would cost.
 */
export function registerProcess(registry: Registry): void {
  const register = (
    name: string,
    help: string,
    read: () => number | undefined | Promise<number | undefined>,
  ) => gauge(registry, name, help, [], async () => single(await read()));
  for (const [what, seconds] of [
    ['_user', () => process.cpuUsage().user / 1e6],
    ['_system', () => process.cpuUsage().system / 1e6],
    ['', () => (process.cpuUsage().user + process.cpuUsage().system) / 1e6],
  ] as const)
    counter(registry, `process_cpu${what}_seconds_total`, 'CPU time of the agent, in seconds.', [], () =>
      single(seconds()),
    );
  register('process_start_time_seconds', 'Unix time of the start of the agent.', () => startedS);
  register('process_resident_memory_bytes', 'Resident memory of the agent.', () => process.memoryUsage.rss());
  register('process_open_fds', 'File descriptors that are open.', async () => {
    const open = await readdir('/proc/self/fd').catch(() => undefined);
    // One is that of the folder itself.
    return open === undefined ? undefined : open.length - 1;
  });
  register('process_max_fds', 'File descriptors that may be open.', async () => {
    return mostFiles(await readFile('/proc/self/limits', 'utf8').catch(() => ''));
  });
  register('nodejs_eventloop_lag_seconds', 'How long the event loop was busy with other things.', lagS);
  register('nodejs_heap_size_total_bytes', "V8's heap.", () => process.memoryUsage().heapTotal);
  register('nodejs_heap_size_used_bytes', "What is used of V8's heap.", () => process.memoryUsage().heapUsed);
  register(
    'nodejs_external_memory_bytes',
    'Memory that V8 has outside its heap.',
    () => process.memoryUsage().external,
  );
  gauge(
    registry,
    'nodejs_version_info',
    'Version of Node.js; always 1.',
    ['version'],
    (): Series => [[{ version: process.version }, 1]],
  );
}

/** The limit of open files in /proc/PID/limits (proc(5)); undefined where there is none. Pure. */
export function mostFiles(limits: string): number | undefined {
  const found = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  return found === undefined ? undefined : Number(found);
}

function lagS(): Promise<number> {
  const began = performance.now();
  return new Promise((resolve) => {
    setImmediate(() => resolve((performance.now() - began) / 1000));
  });
}
