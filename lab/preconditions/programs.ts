import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';
import { programFolders } from '../namespaces/environment.ts';

/** Programs that the lab and the routers in it run, with the Debian package that holds each. */
const packageOf: Readonly<Record<string, string>> = {
  bash: 'bash',
  hostname: 'hostname',
  mount: 'mount',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
  ip: 'iproute2',
  nft: 'nftables',
  ping: 'iputils-ping',
  git: 'git',
  bird: 'bird2',
  birdc: 'bird2',
  wg: 'wireguard-tools',
};

/** Whether a program is on the search path. */
export function hasProgram(name: string, folders: readonly string[] = programFolders()): boolean {
  return folders.some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Debian packages that hold what is missing, sorted; wireguard-go only where the kernel has no WireGuard. */
export function missingPackages(kernelWireGuard: boolean, folders = programFolders()): string[] {
  const needed = Object.entries(packageOf);
  if (!kernelWireGuard) needed.push(['wireguard-go', 'wireguard-go']);
  return [
    ...new Set(needed.filter(([program]) => !hasProgram(program, folders)).map(([, name]) => name)),
  ].sort();
}

/** Throws `failed` naming the one command that installs what is missing. */
export function requirePackages(missing: readonly string[]): void {
  if (missing.length === 0) return;
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  throw new TowlineError(
    'failed',
    `the lab lacks programs: run '${sudo}apt-get install -y ${missing.join(' ')}'`,
  );
}
