import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parentCommand, scriptVariable } from '../../lab/namespaces/enter.ts';
import { environment } from '../../lab/namespaces/environment.ts';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { Order } from './order.ts';

const program = join(projectFolder(), 'dist/bench/fleet/main.js');

/** Only `lo`, and a /run of its own: nothing of the machine's WireGuard is seen or touched. */
const script = `set -e
ip link set lo up
mount -t tmpfs tmpfs /run
mkdir -p /run/wireguard
"$@"
exit $?`;

/** Runs one case in namespaces of its own, which end with this process; resolves to what it measured. */
export async function inNamespace<Result>(order: Order, signal: AbortSignal): Promise<Result> {
  const [command = '', ...args] = parentCommand([process.execPath, program, JSON.stringify(order)]);
  const child = spawn(command, args, {
    env: environment({ ...kept(), [scriptVariable]: script }),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    signal,
    killSignal: 'SIGKILL',
  });
  return new Promise((resolve, reject) => {
    let result: Result | undefined;
    child.once('message', (message) => {
      result = message as Result;
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      if (result !== undefined && code === 0) resolve(result);
      else reject(new TowlineError('failed', `the case '${order.kind}' ended with ${code}, see above`));
    });
  });
}

/** The folders that the caller has chosen for what is written. */
function kept(): Record<string, string> {
  const names = ['TOWLINE_BENCH_DIR', 'TOWLINE_BENCH_PROFILE', 'TMPDIR'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
