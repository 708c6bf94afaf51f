// What a controller of this user would start its render processes and git with, and what that leaves them: as JSON.
import { spawnSync } from 'node:child_process';
import { confinement } from '../../controller/render/confine.ts';
import { plainly } from '../../shared/os/capabilities.ts';

const [secret = '', hidden = ''] = process.argv.slice(2);
const output = ([program, args]: readonly [string, string[]]) =>
  spawnSync(program, args, { encoding: 'utf8' }).stdout;

function inConfinement(...command: string[]): string {
  const [program = '', ...args] = [...confinement([hidden]).prefix, ...command];
  return output([program, args]);
}

try {
  const { lacks } = confinement([hidden]);
  const [status, read] = [inConfinement('cat', '/proc/self/status'), inConfinement('cat', secret)];
  console.log(JSON.stringify({ lacks, status, read, git: output(plainly('cat', ['/proc/self/status'])) }));
} catch (error) {
  console.log(JSON.stringify({ error: String(error) }));
}
