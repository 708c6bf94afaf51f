import { existsSync } from 'node:fs';
import type { Run } from '../os/run.ts';
import { compareVersions } from '../versions.ts';
import { bad, type Check, type Finding, good } from './finding.ts';

const timeoutMs = 5000;

export interface ProgramCheck {
  readonly name: string;
  /** Arguments that make it print its version. */
  readonly args: readonly string[];
  /** Package of Debian's and of Alpine's that has it. */
  readonly packages: readonly [debian: string, alpine: string];
  /** The least version. */
  readonly least?: string;
}

/** Looks whether a program is there, and new enough. */
export function programCheck(run: Run, { name, args, packages, least }: ProgramCheck): Check {
  const install = `apt install ${packages[0]} (Alpine: apk add ${packages[1]})`;
  const look = async (): Promise<Finding> => {
    let said: string;
    try {
      said = await run(name, args, { timeoutMs, withErrorOutput: true });
    } catch {
      return bad(name, 'not found, or it does not run', install);
    }
    const version = /\d+(?:\.\d+)+/.exec(said)?.[0] ?? said.split('\n')[0] ?? '';
    if (least !== undefined && (compareVersions(version, least) ?? 0) < 0)
      return bad(
        name,
        `${version}, at least ${least} is needed`,
        `${install}, from a newer release of the system`,
      );
    return good(name, version);
  };
  return { name, look };
}

/** Looks at the Node that runs this. */
export function nodeCheck(version: string, least = '20.19'): Check {
  const look = async () =>
    (compareVersions(version, least) ?? 0) < 0
      ? bad(
          'node',
          `${version}, at least ${least} is needed`,
          'apt install nodejs, from a newer release of the system',
        )
      : good('node', version);
  return { name: 'node', look };
}

/**
 * Looks for WireGuard in the kernel, or else wireguard-go.
 *
 * @param mode what the configuration asks for
 */
export function wireguardCheck(run: Run, mode: 'auto' | 'kernel' | 'userspace'): Check {
  const check = 'wireguard';
  const look = async () => {
    const succeeds = (program: string, args: readonly string[]) =>
      run(program, args, { timeoutMs, withErrorOutput: true }).then(
        () => true,
        () => false,
      );
    const isInKernel =
      existsSync('/sys/module/wireguard') || (await succeeds('modprobe', ['-n', '-q', 'wireguard']));
    if (isInKernel && mode !== 'userspace') return good(check, 'in the kernel');
    if (mode === 'kernel')
      return bad(
        check,
        'the kernel has none, and wireguard = "kernel" asks for it',
        'set wireguard = "auto", or boot a kernel with WireGuard',
      );
    if (!(await succeeds('wireguard-go', ['--version'])))
      return bad(
        check,
        'neither in the kernel nor wireguard-go',
        'boot a kernel of 5.6 or later with WireGuard, or apt install wireguard-go',
      );
    if (!existsSync('/dev/net/tun'))
      return bad(check, 'wireguard-go, but /dev/net/tun is not there', 'modprobe tun');
    return good(
      check,
      isInKernel ? 'wireguard-go, as configured' : 'wireguard-go, since the kernel has none',
    );
  };
  return { name: check, look };
}

/**
 * What both programs ask for links and routes.
 *
 * @param bird program that is run as BIRD
 */
export function networkPrograms(run: Run, bird: string, leastBird: string): Check[] {
  return [
    programCheck(run, { name: bird, args: ['--version'], packages: ['bird2', 'bird'], least: leastBird }),
    programCheck(run, {
      name: 'wg',
      args: ['--version'],
      packages: ['wireguard-tools', 'wireguard-tools-wg'],
    }),
    programCheck(run, { name: 'ip', args: ['-V'], packages: ['iproute2', 'iproute2'] }),
    programCheck(run, { name: 'nft', args: ['--version'], packages: ['nftables', 'nftables'] }),
  ];
}
