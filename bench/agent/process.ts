import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';

/** Resident memory of a process in MB (10^6 bytes). */
export async function residentMb(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8');
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(text)?.[1];
  return Math.round((Number(kib) * 1024) / 1e5) / 10;
}

/**
 * What a process uses of one core during a time, in percent: by itself, and by the programs that it started and that
 * ended (what they use is the kernel's count of user and system time, whatever else the machine does).
 */
export async function cpuPercent(pid: number, forMs: number, signal: AbortSignal) {
  const [before, began] = [await cpuSeconds(pid), performance.now()];
  await delay(forMs, undefined, { signal });
  const seconds = (performance.now() - began) / 1000;
  const now = await cpuSeconds(pid);
  const percent = (used: number) => Math.round((10_000 * used) / seconds) / 100;
  const [own, children] = [now.own - before.own, now.children - before.children];
  return { all: percent(own + children), own: percent(own), children: percent(children) };
}

/** `getconf CLK_TCK` of every Linux that Node.js runs on. */
const ticksPerSecond = 100;

/** CPU time in seconds that a process has used, and what those used that it started and that have ended. */
export async function cpuSeconds(pid: number): Promise<{ readonly own: number; readonly children: number }> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  // proc(5): after the name in parentheses, utime, stime, cutime and cstime are the 12th to 15th field.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [user = 0, system = 0, ofUser = 0, ofSystem = 0] = fields.slice(11, 15).map(Number);
  return { own: (user + system) / ticksPerSecond, children: (ofUser + ofSystem) / ticksPerSecond };
}

/** Resident memory in MB of a Node.js that has loaded these packages and nothing else. */
export async function loadedMb(packages: readonly string[], folder: string): Promise<number> {
  const script = `Promise.all(${JSON.stringify(packages)}.map((name) => import(name))).then(() => console.log(process.memoryUsage.rss()))`;
  const { stdout } = await execa(process.execPath, ['--input-type=module', '-e', script], { cwd: folder });
  return Math.round(Number(stdout) / 1e5) / 10;
}
