import { TowlineError } from '../../shared/errors.ts';
import { lastUplink, type SegmentAddresses, segmentAddresses, uplinkAddresses } from './addresses.ts';
import {
  controller,
  type Family,
  hostOf,
  internet,
  type LabDescription,
  type UplinkDescription,
} from './description.ts';

/** The Internet access of one machine. */
export interface Line {
  readonly machine: string;
  /** Interface of the Internet's router towards this line. */
  readonly coreInterface: string;
  readonly families: readonly Family[];
  readonly uplink: number;
  readonly nat: boolean | 'carrier';
}

/** The network behind a node, with one host. */
export interface Lan {
  readonly node: string;
  readonly host: string;
  readonly ipv4?: SegmentAddresses;
  readonly ipv6?: SegmentAddresses;
}

/** What is to be built. `machines` holds every machine that has namespaces of its own, sorted. */
export interface Topology {
  readonly machines: readonly string[];
  readonly nodes: readonly string[];
  readonly lines: ReadonlyMap<string, Line>;
  readonly lans: ReadonlyMap<string, Lan>;
}

/** Public addresses of a line, absent where it lacks the family. */
export function lineAddresses(line: Line): { ipv4?: SegmentAddresses; ipv6?: SegmentAddresses } {
  const { ipv4, ipv6 } = uplinkAddresses(line.uplink);
  return {
    ...(line.families.includes('ipv4') ? { ipv4 } : {}),
    ...(line.families.includes('ipv6') ? { ipv6 } : {}),
  };
}

/** Addresses between a line and its machine: the public ones, but for IPv4 where the line translates it. */
export function insideAddresses(line: Line): { ipv4?: SegmentAddresses; ipv6?: SegmentAddresses } {
  const outside = lineAddresses(line);
  if (!line.nat || outside.ipv4 === undefined) return outside;
  return { ...outside, ipv4: segmentAddresses(line.nat === 'carrier' ? '100.64.2.0/24' : '192.168.2.0/24') };
}

/** Gives every machine its line and every node its LAN. Throws `invalid` for a description that contradicts itself. */
export function planTopology(description: LabDescription): Topology {
  const uplinks: [string, UplinkDescription][] = description.nodes.map((node) => [node.name, node]);
  if (description.controller) uplinks.unshift([controller, description.controller]);
  const numbers = allocateUplinks(uplinks);
  const both: readonly Family[] = ['ipv4', 'ipv6'];
  const ipv4Only: readonly Family[] = ['ipv4'];
  const lines = new Map<string, Line>();
  for (const [index, [machine, { nat = false, families = nat ? ipv4Only : both }]] of uplinks.entries()) {
    if (machine !== controller) checkName(machine);
    if (lines.has(machine))
      throw new TowlineError('invalid', `two machines are called '${machine}': rename one`);
    if (nat && !families.includes('ipv4'))
      throw new TowlineError(
        'invalid',
        `the line of '${machine}' has no IPv4 that it could translate: add 'ipv4' to its families`,
      );
    const coreInterface = `w${index}-${machine}`.slice(0, 15);
    lines.set(machine, { machine, coreInterface, families, uplink: numbers.get(machine) ?? 0, nat });
  }
  const lans = new Map<string, Lan>();
  for (const { name, lanV4, lanV6 } of description.nodes) {
    if (lanV4 === undefined && lanV6 === undefined) continue;
    lans.set(name, {
      node: name,
      host: hostOf(name),
      ...(lanV4 === undefined ? {} : { ipv4: segmentAddresses(lanV4) }),
      ...(lanV6 === undefined ? {} : { ipv6: segmentAddresses(lanV6) }),
    });
  }
  const machines = [...lines.keys(), ...[...lans.values()].map((lan) => lan.host)].sort();
  return { machines, nodes: description.nodes.map((node) => node.name), lines, lans };
}

/** Lowest number from `from` on that is not taken. Throws `conflict` when all are. */
export function freeUplink(taken: ReadonlySet<number>, from = 1): number {
  for (let number = from; number <= lastUplink; number++) if (!taken.has(number)) return number;
  throw new TowlineError('conflict', 'no uplink subnet is left: bring the lab up anew');
}

function allocateUplinks(uplinks: readonly [string, UplinkDescription][]): Map<string, number> {
  const taken = new Set<number>();
  const numbers = new Map<string, number>();
  const take = (machine: string, number: number): void => {
    if (taken.has(number))
      throw new TowlineError('invalid', `uplink ${number} is used twice: change '${machine}'`);
    taken.add(number);
    numbers.set(machine, number);
  };
  for (const [machine, { uplink }] of uplinks) if (uplink !== undefined) take(machine, uplink);
  for (const [machine, { uplink }] of uplinks) {
    if (uplink === undefined) take(machine, freeUplink(taken, machine === controller ? 100 : 1));
  }
  return numbers;
}

function checkName(name: string): void {
  const reserved = name === internet || name === controller || /^(?:host|line)-/.test(name);
  if (reserved || !/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(name)) {
    const allowed = 'lower-case letters, digits and "-", not "internet", "controller", "host-…" or "line-…"';
    throw new TowlineError('invalid', `'${name}' cannot be a node's name in a lab: use ${allowed}`);
  }
}
