import { readdir, readFile, statfs } from 'node:fs/promises';
import { loadavg, uptime } from 'node:os';
import { join } from 'node:path';
import type { Registry } from 'prom-client';
import { gauge, type Series, single } from '../../shared/metrics/series.ts';

export interface MachineSources {
  /** A folder on the file system whose room is shown. */
  readonly stateDir: string;
  /** Seconds that the machine's clock was behind the controller's when that was heard last; undefined if it was not. */
  readonly clockOffsetS: () => number | undefined;
  /** Where the kernel shows itself; for tests. */
  readonly root?: string;
}

/** What a small box needs no second exporter for. What it does not have has no series. */
export function registerMachine(
  registry: Registry,
  { stateDir, clockOffsetS, root = '/' }: MachineSources,
): void {
  const register = (
    name: string,
    help: string,
    labelNames: readonly string[],
    read: () => Promise<Series> | Series,
  ) => gauge(registry, `towline_machine_${name}`, help, labelNames, read);
  register('load1', 'Load of the machine in the last minute.', [], () => single(loadavg()[0]));
  register('uptime_seconds', 'Time since the machine was booted.', [], () => single(uptime()));
  register(
    'clock_offset_seconds',
    "How far the machine's clock is behind the controller's, when it was heard last.",
    [],
    () => single(clockOffsetS()),
  );
  for (const [name, key, help] of [
    ['memory_size_bytes', 'MemTotal', 'Memory of the machine.'],
    ['memory_available_bytes', 'MemAvailable', 'Memory that programs could still have.'],
  ] as const)
    register(name, help, [], async () => single(await memoryOf(join(root, 'proc/meminfo'), key)));
  register('filesystem_size_bytes', 'Size of the file system with the state folder.', [], async () =>
    single(await roomOf(stateDir, 'blocks')),
  );
  register('filesystem_available_bytes', 'Room on the file system with the state folder.', [], async () =>
    single(await roomOf(stateDir, 'bavail')),
  );
  register('temperature_celsius', 'Temperature of the machine, by zone of the kernel.', ['zone'], () =>
    temperatures(join(root, 'sys/class/thermal')),
  );
}

async function memoryOf(path: string, key: string): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const kib = new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(text)?.[1];
  return kib === undefined ? undefined : Number(kib) * 1024;
}

async function roomOf(path: string, of: 'blocks' | 'bavail'): Promise<number | undefined> {
  const found = await statfs(path).catch(() => undefined);
  return found === undefined ? undefined : found[of] * found.bsize;
}

/** A Pi has one zone; a board has a handful. */
const mostZones = 16;

async function temperatures(folder: string): Promise<Series> {
  const names = (await readdir(folder).catch(() => []))
    .filter((name) => /^thermal_zone\d+$/.test(name))
    .sort();
  const found = await Promise.all(
    names.slice(0, mostZones).map(async (zone) => {
      const text = await readFile(join(folder, zone, 'temp'), 'utf8').catch(() => '');
      return /^-?\d+\s*$/.test(text) ? ([{ zone }, Number(text) / 1000] as const) : undefined;
    }),
  );
  return found.filter((one) => one !== undefined);
}
