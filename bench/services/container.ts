import type { Lab } from '../../lab/lab.ts';
import type { ExecOptions, ExecResult } from '../../lab/machines/execution.ts';
import type { Service } from '../../lab/machines/service.ts';
import { until } from './steps.ts';

/**
 * Lays a writable layer over a Debian that stays as it is, and boots it with systemd as process 1 in the network of a
 * machine of the lab. Arguments: folder of the Debian, name, more for systemd-nspawn.
 */
const bootScript = `set -e
root=$1 name=$2; shift 2
[ "$(stat -f -c %T /sys/fs/cgroup)" = cgroup2fs ] || mount -t cgroup2 cgroup2 /sys/fs/cgroup
[ -e /tmp/tun ] || mknod -m 0666 /tmp/tun c 10 200
mkdir -p /tmp/layer/upper /tmp/layer/work /tmp/root
mountpoint -q /tmp/root || mount -t overlay overlay -o lowerdir=$root,upperdir=/tmp/layer/upper,workdir=/tmp/layer/work /tmp/root
printf '%s\\n' "$name" >/tmp/root/etc/hostname
# The kernel parameters of its network are its own.
export SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 SYSTEMD_NSPAWN_API_VFS_WRITABLE=network
exec systemd-nspawn --quiet --directory=/tmp/root --machine=$name --hostname=$name --register=no --keep-unit \\
  --network-namespace-path=/proc/self/ns/net --resolv-conf=off --timezone=off --link-journal=no --console=pipe \\
  --capability=CAP_NET_ADMIN --bind=/tmp/tun:/dev/net/tun "$@" --boot`;

/** Begin of a shell's command that, on the machine of the lab, becomes one in the container on it. */
export const enterContainer =
  'exec nsenter --target "$(pgrep -o -x systemd)" --mount --uts --ipc --pid --cgroup -- setpriv --pdeathsig KILL --';

/** A Debian with systemd on a machine of the lab; its disk lives as long as the lab's machine. */
export class Container {
  readonly #lab: Lab;
  readonly #root: string;
  readonly #options: readonly string[];
  readonly name: string;
  #service: Service | undefined;

  /** @param options more for systemd-nspawn */
  constructor(lab: Lab, name: string, root: string, options: readonly string[] = []) {
    this.#lab = lab;
    this.#options = options;
    this.name = name;
    this.#root = root;
  }

  /** Resolves when systemd has started what it starts at boot. */
  async boot(): Promise<void> {
    const command = ['bash', '-c', bootScript, 'boot', this.#root, this.name, ...this.#options];
    this.#service = this.#lab.start(this.name, command, { name: 'container' });
    await until(
      'systemd is up',
      async () => {
        if (this.#service?.running === false) throw new Error(await this.log());
        const { stdout } = await this.exec(['systemctl', 'is-system-running'], { allowFailure: true });
        return /^(running|degraded)$/m.test(stdout);
      },
      60_000,
    );
  }

  /** Takes its power: all that runs in it is gone at once. */
  async powerOff(): Promise<void> {
    await this.#lab.exec(this.name, ['bash', '-c', 'kill -KILL "$(pgrep -o -x systemd)"']);
    await this.#service?.exited;
  }

  log(): Promise<string> {
    return this.#service === undefined ? Promise.resolve('') : this.#lab.readLog(this.#service);
  }

  exec(command: readonly string[], options?: ExecOptions): Promise<ExecResult> {
    return this.#lab.exec(this.name, ['bash', '-c', `${enterContainer} "$@"`, 'in', ...command], options);
  }

  /** What a shell prints; its failure is none of ours. */
  async sh(script: string, ...args: string[]): Promise<string> {
    return (await this.exec(['bash', '-c', script, 'sh', ...args], { allowFailure: true })).stdout.trim();
  }
}
