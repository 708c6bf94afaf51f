import { TowlineError } from '../shared/errors.ts';
import type { ExecOptions, ExecResult } from './machines/execution.ts';
import { Machines } from './machines/machines.ts';
import { Service, type ServiceOptions } from './machines/service.ts';
import { checkPreconditions } from './preconditions/preconditions.ts';
import { diskOf } from './setup/machine-script.ts';
import * as wiring from './setup/wiring.ts';
import type { SegmentAddresses } from './topology/addresses.ts';
import { hostOf, internet, type LabDescription, lineOf } from './topology/description.ts';
import {
  freeUplink,
  type Lan,
  type Line,
  lineAddresses,
  planTopology,
  type Topology,
} from './topology/topology.ts';
import { coreFirewall, lineFault, lineFirewall, lineNat, linkFault } from './traffic/faults.ts';
import type { Loss } from './traffic/loss.ts';
import { type PingOptions, ping } from './traffic/ping.ts';
import { Probe, type ProbeOptions } from './traffic/probe.ts';

export interface LabOptions {
  /** Ends the lab when aborted. */
  readonly signal?: AbortSignal;
  /** WireGuard interfaces that the routers will have: checked against this computer's limits. */
  readonly wireGuardInterfaces?: number;
}

/** Addresses of a machine, one a family that it has. */
export interface Addresses {
  readonly ipv4?: string;
  readonly ipv6?: string;
}

/**
 * A network on this computer, made of namespaces below one parent process. When the process that brought it up
 * ends, however it ends, nothing is left of it: no process, no interface, no mount, no file.
 *
 * Machines are `internet`, `controller`, each node by its name, `host-<node>`, and `line-<machine>` (the customer's
 * end of its Internet access). Every method throws TowlineError.
 */
export class Lab {
  /** Which WireGuard the routers use. */
  readonly wireGuard: 'kernel' | 'userspace';
  readonly #topology: Topology;
  readonly #lines: Map<string, Line>;
  readonly #usedUplinks: Set<number>;
  readonly #machines: Machines;

  private constructor(topology: Topology, machines: Machines, wireGuard: 'kernel' | 'userspace') {
    this.#topology = topology;
    this.#lines = new Map(topology.lines);
    this.#usedUplinks = new Set([...topology.lines.values()].map((line) => line.uplink));
    this.#machines = machines;
    this.wireGuard = wireGuard;
  }

  /** Builds the network and resolves when every machine runs. Nothing is left when it throws. */
  static async up(
    description: LabDescription,
    { signal, wireGuardInterfaces }: LabOptions = {},
  ): Promise<Lab> {
    signal?.throwIfAborted();
    const topology = planTopology(description);
    const { wireGuard } = await checkPreconditions(wireGuardInterfaces);
    const machines = await Machines.start(topology.machines, [...topology.lines.keys()]);
    const lab = new Lab(topology, machines, wireGuard);
    const abort = (): void => void lab.down();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      signal?.throwIfAborted();
      await lab.#build();
      signal?.throwIfAborted();
      return lab;
    } catch (error) {
      signal?.removeEventListener('abort', abort);
      await lab.down();
      throw signal?.aborted ? signal.reason : error;
    }
  }

  /** Every machine that `exec` and the like take, but the lines. */
  get machines(): readonly string[] {
    return [internet, ...this.#topology.machines];
  }

  /** Names of the nodes, in the order of the description. */
  get nodes(): readonly string[] {
    return this.#topology.nodes;
  }

  /** Names of the nodes that have a host behind them. */
  get nodesWithLan(): readonly string[] {
    return [...this.#topology.lans.keys()];
  }

  /** Present public addresses of a node or the controller. */
  publicAddresses(machine: string): Addresses {
    return addressesOf(lineAddresses(this.#line(machine)), 'machine');
  }

  /** Addresses of the host behind a node. */
  hostAddresses(node: string): Addresses {
    return addressesOf(this.#lan(node), 'machine');
  }

  /** Addresses of a node in its LAN. */
  lanAddresses(node: string): Addresses {
    return addressesOf(this.#lan(node), 'gateway');
  }

  /** Runs a program on a machine and waits for its end. */
  exec(machine: string, command: readonly string[], options?: ExecOptions): Promise<ExecResult> {
    return this.#machines.exec(machine, command, options);
  }

  /** Starts a program that keeps running; what it prints goes to /var/log/<name>.log on its machine. */
  start(machine: string, command: readonly string[], options?: ServiceOptions): Service {
    return new Service((inner) => this.enterCommand(machine, inner), machine, command, options);
  }

  /** Asks a program that was started to end, and resolves when it has; see Service.stop. */
  async stopProgram(service: Service): Promise<void> {
    await service.stop();
  }

  /** What a program has printed so far; its machine may be stopped. */
  async readLog(service: Service): Promise<string> {
    const path = service.logPath.replace('/var/log', `${diskOf(service.machine)}/log`);
    // Right after its start there is no file yet.
    const script = 'test ! -e "$1" || cat -- "$1"';
    return (await this.exec(internet, ['bash', '-c', script, 'read', path])).stdout;
  }

  /** Argument vector that, run on this computer, runs a command on a machine. */
  enterCommand(machine: string, command: readonly string[]): string[] {
    return this.#machines.enter(machine, command);
  }

  /** Sends pings from a machine to an address. */
  ping(machine: string, address: string, options?: PingOptions): Promise<Loss> {
    return ping((command, limits) => this.exec(machine, command, limits), address, options);
  }

  /** Starts a ping that runs until it is stopped and counts every lost packet. */
  probe(machine: string, address: string, options?: ProbeOptions): Probe {
    return new Probe((inner) => this.enterCommand(machine, inner), address, options);
  }

  async readFile(machine: string, path: string): Promise<string> {
    return (await this.exec(machine, ['cat', '--', path])).stdout;
  }

  /** Writes a file, making its folders; `mode` is 0644 unless said otherwise. */
  async writeFile(machine: string, path: string, content: string, mode = 0o644): Promise<void> {
    const script = 'mkdir -p "$(dirname "$1")" && cat >"$1" && chmod "$2" "$1"';
    await this.exec(machine, ['bash', '-c', script, 'write', path, mode.toString(8)], { input: content });
  }

  /** Drops, without a word, all packets between the public addresses of two machines, whatever these are. */
  async cutLink(a: string, b: string): Promise<void> {
    await this.#machines.nft(
      internet,
      linkFault(true, this.#line(a).coreInterface, this.#line(b).coreInterface),
    );
  }

  async healLink(a: string, b: string): Promise<void> {
    await this.#machines.nft(
      internet,
      linkFault(false, this.#line(a).coreInterface, this.#line(b).coreInterface),
    );
  }

  /** Drops, without a word, all packets of a machine's line. */
  async cutNode(machine: string): Promise<void> {
    await this.#machines.nft(internet, lineFault(true, this.#line(machine).coreInterface));
  }

  async healNode(machine: string): Promise<void> {
    await this.#machines.nft(internet, lineFault(false, this.#line(machine).coreInterface));
  }

  /** Puts a stateful firewall in front of a machine, or takes it away: only answers come in from outside. */
  async statefulFirewall(machine: string, on: boolean): Promise<void> {
    await this.#machines.nft(lineOf(this.#line(machine).machine), lineFirewall(on));
  }

  /** Gives a machine other public addresses, as a consumer line's reconnect does, and tells which. */
  async move(machine: string): Promise<Addresses> {
    const from = this.#line(machine);
    const to = { ...from, uplink: freeUplink(this.#usedUplinks) };
    this.#usedUplinks.add(to.uplink);
    this.#lines.set(machine, to);
    await this.#machines.wire(wiring.moveWiring(from, to, this.#machines.runs(machine)));
    return this.publicAddresses(machine);
  }

  /** Takes a node's (or the controller's) power: its processes and interfaces are gone at once, its disk stays. */
  async stopNode(machine: string): Promise<void> {
    const line = this.#line(machine);
    await this.#machines.powerOff(machine);
    const ends = wiring.cableEnds(line.machine, this.#topology.lans.get(machine));
    // The kernel removes the cables with the namespace, in its own time: they may be gone already.
    const removals = ends.map(
      ({ namespace, device }) => `ip -n ${namespace} link del ${device} 2>/dev/null || :`,
    );
    await this.#machines.bash(`${removals.join('\n')}\nip netns del ${line.machine}\n`);
  }

  /** Boots a machine that was stopped. What ran on it is for the caller to start, as an init system does. */
  async startNode(machine: string): Promise<void> {
    const line = this.#line(machine);
    if (this.#machines.runs(machine))
      throw new TowlineError('conflict', `${machine} runs already: stop it first`);
    const lan = this.#topology.lans.get(machine);
    const lanSteps = lan ? wiring.lanWiring(lan) : [];
    await this.#machines.wire([...wiring.machineWiring(machine), ...wiring.uplinkWiring(line), ...lanSteps]);
    await this.#machines.boot(machine);
  }

  /** Ends everything. Can be called at any time and more than once. */
  down(): Promise<void> {
    return this.#machines.end();
  }

  async #build(): Promise<void> {
    const { machines, lines, lans } = this.#topology;
    await this.#machines.wire([
      ...wiring.internetWiring(),
      ...machines.flatMap((machine) => wiring.machineWiring(machine)),
      ...[...lines.values()].flatMap((line) => [...wiring.lineWiring(line), ...wiring.uplinkWiring(line)]),
      ...[...lans.values()].flatMap((lan) => wiring.lanWiring(lan)),
    ]);
    await this.#machines.nft(internet, coreFirewall);
    for (const { machine, nat } of lines.values())
      if (nat) await this.#machines.nft(lineOf(machine), lineNat);
    await this.#machines.bootAll(machines);
  }

  #line(machine: string): Line {
    const line = this.#lines.get(machine);
    if (line) return line;
    throw new TowlineError(
      'notFound',
      `'${machine}' has no line: name one of ${[...this.#lines.keys()].join(', ')}`,
    );
  }

  #lan(node: string): Lan {
    const lan = this.#topology.lans.get(node);
    if (lan) return lan;
    throw new TowlineError('notFound', `'${node}' has no LAN, so that there is no ${hostOf(node)}`);
  }
}

function addressesOf(
  segments: { readonly ipv4?: SegmentAddresses; readonly ipv6?: SegmentAddresses },
  end: 'gateway' | 'machine',
): Addresses {
  return {
    ...(segments.ipv4 ? { ipv4: segments.ipv4[end] } : {}),
    ...(segments.ipv6 ? { ipv6: segments.ipv6[end] } : {}),
  };
}
