import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TowlineError } from '../../shared/errors.ts';
import type { Lab } from '../lab.ts';
import type { Service } from '../machines/service.ts';
import { controller } from '../topology/description.ts';
import { type Zone, zoneSchema } from './answer.ts';

const zoneFile = '/run/dns/zone.json';

/** A name server of the lab's own, on the controller's machine unless said otherwise, which all others ask. */
export class LabDns {
  readonly #lab: Lab;
  readonly #service: Service;
  /** The machine that it is on. */
  readonly #server: string;
  #zone: Zone = {};

  private constructor(lab: Lab, service: Service, server: string) {
    this.#lab = lab;
    this.#service = service;
    this.#server = server;
  }

  /** Starts it and makes it the resolver of machines (all nodes unless said otherwise). */
  static async start(
    lab: Lab,
    machines: readonly string[] = lab.nodes,
    server: string = controller,
  ): Promise<LabDns> {
    const { ipv4, ipv6 } = lab.publicAddresses(server);
    const addresses = [ipv4, ipv6].filter((address) => address !== undefined);
    await lab.writeFile(server, zoneFile, '{}');
    const service = lab.start(server, [...program(), zoneFile, ...addresses], { name: 'dns' });
    const dns = new LabDns(lab, service, server);
    for (const deadline = Date.now() + 15_000; ; await delay(50)) {
      const log = await lab.readLog(service);
      if (log.split('\n').filter((line) => line.startsWith('listening')).length === addresses.length) break;
      if (Date.now() > deadline || !service.running)
        throw new TowlineError('failed', `the lab's name server does not start: ${log.slice(-300)}`);
    }
    const lines = addresses.map((address) => `nameserver ${address}\n`);
    for (const machine of machines) await lab.writeFile(machine, '/etc/resolv.conf', lines.join(''));
    return dns;
  }

  /** Sets records of names; those of other names stay. */
  async set(records: Zone): Promise<void> {
    this.#zone = { ...this.#zone, ...records };
    const text = JSON.stringify(zoneSchema.parse(this.#zone));
    // Renamed: the server may read in the middle of it.
    await this.#lab.writeFile(this.#server, `${zoneFile}.new`, text);
    await this.#lab.exec(this.#server, ['mv', `${zoneFile}.new`, zoneFile]);
  }

  /** A name's records are the present public addresses of a machine. */
  follow(name: string, machine: string, ttl = 5): Promise<void> {
    const { ipv4, ipv6 } = this.#lab.publicAddresses(machine);
    return this.set({ [name]: { ttl, a: ipv4 ? [ipv4] : [], aaaa: ipv6 ? [ipv6] : [] } });
  }

  async stop(): Promise<void> {
    await this.#service.stop();
  }
}

/** The server as this file runs: built, or from the sources. */
function program(): string[] {
  const isBuilt = import.meta.filename.endsWith('.js');
  const loader = isBuilt ? [] : ['--import', import.meta.resolve('tsx')];
  return [process.execPath, ...loader, join(import.meta.dirname, isBuilt ? 'main.js' : 'main.ts')];
}
