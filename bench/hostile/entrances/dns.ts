import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { projectFolder } from '../../../lab/namespaces/visible-folders.ts';
import { TowlineError } from '../../../shared/errors.ts';
import { saidSchema } from '../dns/said.ts';
import type { EntranceKind } from './entrance.ts';

const script = 'ip link set lo up && mount --bind "$1" "$2" && shift 2 && exec "$@"';

/** What a name server answers, up to the endpoint that WireGuard is given, and what the agent says of it. */
export const dns: EntranceKind = {
  name: 'dns',
  async open(grounds) {
    const resolvConf = join(await grounds.place('dns'), 'resolv.conf');
    await writeFile(resolvConf, 'nameserver 127.0.0.1\n');
    const child = await startServer(resolvConf);
    grounds.later(async () => {
      child.stdin?.end();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    });
    if (child.stdin === null || child.stdout === null) throw new RangeError('no pipes');
    const { stdin, stdout } = child;
    const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
    const next = async () => {
      const { value, done } = await lines.next();
      if (done === true) throw new TowlineError('failed', 'the name server ended');
      return String(value);
    };
    await next();
    return {
      async try(text, notes) {
        stdin.write(`${JSON.stringify(text)}\n`);
        for (const { what, ended, shown } of z.array(saidSchema).parse(JSON.parse(await next()))) {
          await notes.attempt(what, () => {
            if (ended === 'refused') throw new TowlineError('unavailable', shown.join(' '));
          });
          if (ended === 'crashed') notes.crash(what, shown.join(' '));
          for (const line of shown) notes.shown(`the agent, asked by ${what},`, line);
        }
      },
    };
  },
};

/** The server in a network and with a resolv.conf of its own. */
async function startServer(resolvConf: string): Promise<ChildProcess> {
  const isBuilt = !import.meta.filename.endsWith('.ts');
  const program = join(import.meta.dirname, '../dns', isBuilt ? 'main.js' : 'main.ts');
  const node = [process.execPath, ...(isBuilt ? [] : ['--import', 'tsx']), program];
  const user = process.getuid?.() === 0 ? [] : ['--map-root-user'];
  const place = await realpath('/etc/resolv.conf');
  const args = [...user, '--net', '--mount', '--', 'sh', '-c', script, 'sh', resolvConf, place, ...node];
  return spawn('unshare', args, { cwd: projectFolder(), stdio: ['pipe', 'pipe', 'inherit'] });
}
