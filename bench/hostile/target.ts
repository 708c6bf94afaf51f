import { join } from 'node:path';
import { z } from 'zod';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { bringUpNetwork } from '../../lab/network/bring-up.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import { controller, internet } from '../../lab/topology/description.ts';
import { TowlineError } from '../../shared/errors.ts';
import { type Order, type Tally, tallySchema } from './attack/order.ts';

const program = (path: string) => join(projectFolder(), 'dist/bench/hostile', path);

/** So many subscribers attack: each has a /48 of its own, so that limits which are a customer's stop none of them. */
const subscribers = 200;
const sources = Array.from(
  { length: subscribers },
  (_, index) => `2001:db8:${(0xff00 + index).toString(16)}::1`,
);

/** How a controller was served and what it held, at one moment. */
export interface Vitals {
  /** Process of `towline serve`; 0 if there is none. */
  readonly pid: number;
  /** Memory of its own, in MB. */
  readonly memoryMb: number;
  /** TCP connections that the other side has ended and it has not. */
  readonly closeWait: number;
}

/** A controller with two routers, and the Internet against it. */
export class Target {
  readonly network: LabNetwork;

  private constructor(network: LabNetwork) {
    this.network = network;
  }

  /** Nothing is left when it throws. */
  static async up(signal: AbortSignal): Promise<Target> {
    const network = await bringUpNetwork(join(projectFolder(), 'bench/hostile/network'), 1, { signal });
    try {
      const script = sources.map((source) => `address add ${source}/64 dev lo nodad`).join('\n');
      await network.lab.exec(internet, ['ip', '-6', '-batch', '-'], { input: `${script}\n` });
      return new Target(network);
    } catch (error) {
      await network.lab.down();
      throw error;
    }
  }

  /** Runs an attack to its end. */
  async attack(
    order: Pick<Order, 'kind' | 'count' | 'perSecond' | 'seed' | 'join' | 'beginsWell'>,
  ): Promise<Tally> {
    const { ipv6: host } = this.network.lab.publicAddresses(controller);
    if (host === undefined) throw new TowlineError('failed', 'the controller has no IPv6 address');
    const whole: Order = { ...order, host, port: 7442, sources };
    const command = [process.execPath, program('attack/main.js'), JSON.stringify(whole)];
    const { stdout } = await this.network.lab.exec(internet, command, { timeoutMs: 1_800_000 });
    return tallySchema.parse(JSON.parse(stdout));
  }

  /** How long bundles took to come to a router meanwhile, in ms. */
  async serveTimes(seconds: number): Promise<number[]> {
    const command = [process.execPath, program('probe/main.js'), String(seconds), '1'];
    const { stdout } = await this.network.lab.exec('aachen', command, { timeoutMs: (seconds + 60) * 1000 });
    return z.array(z.number()).parse(JSON.parse(stdout));
  }

  async vitals(): Promise<Vitals> {
    const script = `pid=$(pgrep -of 'main.js serve' || echo 0)
echo "$pid $(awk '/^RssAnon/ { print $2 }' "/proc/$pid/status" 2>/dev/null || echo 0) $(ss -Htan state close-wait | wc -l)"`;
    const { stdout } = await this.network.lab.exec(controller, ['bash', '-c', script]);
    const [pid = 0, kib = 0, closeWait = 0] = stdout.trim().split(' ').map(Number);
    return { pid, memoryMb: Math.round(kib / 102.4) / 10, closeWait };
  }

  down(): Promise<void> {
    return this.network.lab.down();
  }
}
