import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { execa } from 'execa';
import { TowlineError } from '../../shared/errors.ts';
import { inUserNamespace, parentCommand, scriptVariable } from '../namespaces/enter.ts';
import { environment } from '../namespaces/environment.ts';

/** What the trial found, in the order it looked. The last step is the one that failed, or `done`. */
type Step = 'namespaces' | 'mount' | 'overlay' | 'veth' | 'nftables' | 'conntrack' | 'done';

export interface KernelTrial {
  readonly step: Step;
  readonly complaint: string;
  readonly kernelWireGuard: boolean;
}

const option = inUserNamespace ? ',userxattr' : '';

/** Each step says its name first, so that the last name is the one that failed. */
const trialScript = `set -e
echo mount; mount -t tmpfs tmpfs /run; mount -t sysfs sysfs /sys; mkdir /run/up /run/work
echo overlay; mount -t overlay overlay -o "lowerdir=/etc,upperdir=/run/up,workdir=/run/work${option}" /etc
echo veth; ip link add try0 type veth peer name try1
echo nftables; nft add table inet try
echo conntrack; nft 'add chain inet try f { type filter hook forward priority 0; }'
nft add rule inet try f ct state established accept
ip link add try2 type wireguard 2>/dev/null && echo wireguard
echo done
`;

/** Tries, in namespaces that end with it, all that the lab asks of the kernel. */
export async function tryKernel(script = trialScript): Promise<KernelTrial> {
  const [program = '', ...args] = parentCommand([]);
  const result = await execa(program, args, {
    env: environment({ [scriptVariable]: script }),
    extendEnv: false,
    reject: false,
    timeout: 20_000,
  });
  const steps = result.stdout.split('\n').filter((line) => line !== '');
  const complaint = result.stderr.trim().split('\n')[0] ?? '';
  const step = (steps.at(-1) ?? 'namespaces') as Step;
  return { step, complaint, kernelWireGuard: steps.includes('wireguard') };
}

/** Sysctls that keep ordinary users from namespaces: the forbidding value, and the one that allows. */
const sysctls: readonly [name: string, forbids: string, allows: string][] = [
  ['kernel.unprivileged_userns_clone', '0', '1'],
  ['kernel.apparmor_restrict_unprivileged_userns', '1', '0'],
  ['user.max_user_namespaces', '0', '15000'],
  ['user.max_net_namespaces', '0', '15000'],
];

/** Throws `failed` with the way out, unless the trial was passed. `read` gives a sysctl's value. */
export function requireKernel(
  trial: KernelTrial,
  root: boolean,
  read: (name: string) => string | undefined,
): void {
  if (trial.step === 'done') return;
  const said = trial.complaint === '' ? '' : ` (${trial.complaint})`;
  if (trial.step === 'namespaces' || trial.step === 'mount') {
    const barred = root ? undefined : sysctls.find(([name, forbids]) => read(name) === forbids);
    if (barred) {
      const way = `run 'sudo sysctl -w ${barred[0]}=${barred[2]}', or start the lab as root`;
      throw new TowlineError('failed', `this kernel lets no ordinary user make namespaces: ${way}`);
    }
    const way = root
      ? 'start the container with --privileged'
      : 'start the lab as root, or the container with --privileged';
    throw new TowlineError('failed', `the lab may not make namespaces here${said}: ${way}`);
  }
  const modules = { overlay: 'overlay', veth: 'veth', nftables: 'nf_tables', conntrack: 'nft_ct' }[
    trial.step
  ];
  throw new TowlineError(
    'failed',
    `this kernel does not offer ${trial.step} to the lab${said}: run 'sudo modprobe ${modules}', or use a newer kernel`,
  );
}

/** Value of a sysctl; undefined where the kernel has none of that name. */
export function readSysctl(name: string): string | undefined {
  try {
    return readFileSync(`/proc/sys/${name.replaceAll('.', '/')}`, 'latin1').trim();
  } catch {
    return undefined;
  }
}

/** Throws `failed` unless this user may open the TUN device, which wireguard-go needs. */
export function requireTun(path = '/dev/net/tun'): void {
  if (!existsSync(path)) {
    const way = `run 'sudo modprobe tun', or 'sudo mkdir -p /dev/net && sudo mknod -m 666 ${path} c 10 200'`;
    throw new TowlineError('failed', `there is no ${path}, which wireguard-go needs: ${way}`);
  }
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
  } catch (error) {
    const way = `run 'sudo chmod 666 ${path}', or start the lab as root`;
    throw new TowlineError('failed', `this user may not open ${path}, which wireguard-go needs: ${way}`, {
      cause: error,
    });
  }
}
