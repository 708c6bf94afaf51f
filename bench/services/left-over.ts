import type { Container } from './container.ts';

/** Logs, what lives in memory, and what systemd writes by itself while a machine runs. */
const passing = [
  ...['/proc', '/sys', '/dev', '/run', '/tmp', '/var/tmp', '/var/log', '/srv/debian'],
  ...['/var/lib/systemd/timers', '/var/lib/systemd/timesync', '/var/lib/systemd/random-seed'],
];
const find = `find / -xdev \\( ${passing.map((path) => `-path ${path}`).join(' -o ')} \\) -prune -o`;

/** All files of a machine, but logs and what lives in memory. */
export async function listed(machine: Container): Promise<string[]> {
  return (await machine.sh(`${find} -print | LC_ALL=C sort`)).split('\n');
}

/** The same with when each was changed last; without what a running agent notes of itself. */
export async function fingerprint(machine: Container): Promise<string[]> {
  const lines = await machine.sh(`${find} -printf '%p %y %T@ %C@\\n' | LC_ALL=C sort`);
  return lines.split('\n').filter((line) => !/^\/var\/lib\/towline( |\/[a-z-]+\.json )/.test(line));
}
