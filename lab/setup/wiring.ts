import type { SegmentAddresses } from '../topology/addresses.ts';
import { lineOf } from '../topology/description.ts';
import { insideAddresses, type Lan, type Line, lineAddresses } from '../topology/topology.ts';

/**
 * Lines for `ip -batch`, to be run in a named network namespace, or in the Internet's router without a name.
 * The router's lines of all steps run first, since they make the namespaces and the cables.
 */
export interface WiringStep {
  readonly namespace?: string;
  readonly batch: readonly string[];
  /** Whether the namespace forwards packets. */
  readonly forwards?: boolean;
}

/** Interface of a machine towards the Internet. */
export const uplinkInterface = 'wan0';
/** Interface of a node towards its LAN. */
export const lanInterface = 'lan0';
/** Interface of a host towards its node. */
export const hostInterface = 'eth0';
/** Interfaces of a line towards the Internet and towards the machine. */
const lineUp = 'wan0';
const lineDown = 'lan0';

/** Link-local addresses of the two ends of every cable, unlike any that a router gives its own links. */
const gatewayLink = 'fe80::1ab:1';
const machineLink = 'fe80::1ab:2';

/**
 * The Internet's router. Addresses that nobody has lead nowhere and get no answer, as an address does that a
 * provider took back.
 */
export function internetWiring(): WiringStep[] {
  const addresses = ['addr add 198.18.0.1/32 dev lo', 'addr add 2001:db8::1/128 dev lo'];
  const silence = ['route add blackhole 0.0.0.0/0', 'route add blackhole ::/0'];
  return [{ batch: ['link set lo up', ...addresses, ...silence], forwards: true }];
}

/** A line: a small router between the Internet and one machine, where firewalls and NAT have their place. */
export function lineWiring(line: Line): WiringStep[] {
  const namespace = lineOf(line.machine);
  const { coreInterface } = line;
  return [
    {
      batch: [
        `netns add ${namespace}`,
        `link add ${coreInterface} type veth peer name ${lineUp} netns ${namespace}`,
        ...bringUp(coreInterface, gatewayLink),
      ],
    },
    {
      namespace,
      forwards: true,
      batch: [
        'link set lo up',
        ...bringUp(lineUp, machineLink),
        `route add 0.0.0.0/0 via inet6 ${gatewayLink} dev ${lineUp}`,
        `route add ::/0 via ${gatewayLink} dev ${lineUp}`,
        ...translated(line, 'add'),
      ],
    },
    { batch: coreRoutes(line, 'add') },
  ];
}

/** A machine's network namespace, empty. */
export function machineWiring(machine: string): WiringStep[] {
  return [{ batch: [`netns add ${machine}`] }, { namespace: machine, batch: ['link set lo up'] }];
}

/** The cable between a machine and its line. */
export function uplinkWiring(line: Line): WiringStep[] {
  const namespace = lineOf(line.machine);
  const cable = `link add ${lineDown} netns ${namespace} type veth peer name ${uplinkInterface} netns ${line.machine}`;
  return [
    { batch: [cable] },
    { namespace, batch: bringUp(lineDown, gatewayLink) },
    { namespace: line.machine, batch: bringUp(uplinkInterface, machineLink) },
    ...uplinkAddressing(line),
  ];
}

/** The cable between a node and the host behind it. */
export function lanWiring(lan: Lan): WiringStep[] {
  const segments = [lan.ipv4, lan.ipv6].filter((segment) => segment !== undefined);
  return [
    {
      batch: [
        `link add ${lanInterface} netns ${lan.node} type veth peer name ${hostInterface} netns ${lan.host}`,
      ],
    },
    {
      namespace: lan.node,
      batch: [
        ...segments.map(({ gateway, length }) => address(gateway, length, lanInterface)),
        ...bringUp(lanInterface, gatewayLink),
      ],
    },
    {
      namespace: lan.host,
      batch: [
        ...segments.map(({ machine, length }) => address(machine, length, hostInterface)),
        ...bringUp(hostInterface, machineLink),
        ...segments.map(({ gateway }) => `route add ${everything(gateway)} via ${gateway}`),
      ],
    },
  ];
}

/**
 * Changes a line's public subnet, as a consumer line's reconnect does. The cable stays. The gateway has its new addresses
 * first of all: the kernel begins to listen for their solicitations some milliseconds later, and one that comes before is
 * sent again after a second only.
 */
export function moveWiring(from: Line, to: Line, attached: boolean): WiringStep[] {
  const line = lineOf(from.machine);
  // With the address the kernel forgets what it has translated to it; with the last one, the default route too.
  const renewed = [...translated(to, 'add'), ...translated(from, 'del')];
  const core: WiringStep[] = [
    { batch: coreRoutes(from, 'del') },
    ...(renewed.length > 0 ? [{ namespace: line, batch: renewed }] : []),
  ];
  if (!attached) return [...core, { batch: coreRoutes(to, 'add') }];
  const kept = new Set(segmentsOf(insideAddresses(to)).map(({ gateway }) => gateway));
  const gone = segmentsOf(insideAddresses(from)).filter(({ gateway }) => !kept.has(gateway));
  const [gateway, machine] = uplinkAddressing(to);
  return [
    gateway,
    ...core,
    { namespace: from.machine, batch: gone.map((segment) => flush(segment, uplinkInterface)) },
    { namespace: line, batch: gone.map((segment) => flush(segment, lineDown)) },
    { batch: coreRoutes(to, 'add') },
    machine,
  ];
}

/** Takes what an interface has in a subnet, if it has anything: a test may have taken it before. */
function flush({ prefix }: SegmentAddresses, device: string): string {
  return `addr flush dev ${device} to ${prefix}`;
}

/** The far ends of a machine's cables. */
export function cableEnds(machine: string, lan: Lan | undefined): { namespace: string; device: string }[] {
  const uplink = { namespace: lineOf(machine), device: lineDown };
  return lan ? [uplink, { namespace: lan.host, device: hostInterface }] : [uplink];
}

function uplinkAddressing(line: Line): [gateway: WiringStep, machine: WiringStep] {
  const segments = segmentsOf(insideAddresses(line));
  return [
    {
      namespace: lineOf(line.machine),
      batch: segments.map(({ gateway, length }) => address(gateway, length, lineDown, 'replace')),
    },
    {
      namespace: line.machine,
      batch: [
        ...segments.map(({ machine, length }) => address(machine, length, uplinkInterface, 'replace')),
        ...segments.map(
          ({ gateway }) => `route replace ${everything(gateway)} via ${gateway} dev ${uplinkInterface}`,
        ),
      ],
    },
  ];
}

function coreRoutes(line: Line, action: 'add' | 'del'): string[] {
  return segmentsOf(lineAddresses(line)).map(({ prefix }) =>
    prefix.includes(':')
      ? `route ${action} ${prefix} via ${machineLink} dev ${line.coreInterface}`
      : `route ${action} ${prefix} via inet6 ${machineLink} dev ${line.coreInterface}`,
  );
}

/** The public address of a line that translates, which it has itself. */
function translated(line: Line, action: 'add' | 'del'): string[] {
  const { ipv4 } = lineAddresses(line);
  return line.nat && ipv4 ? [`addr ${action} ${ipv4.machine}/32 dev ${lineUp}`] : [];
}

function segmentsOf({ ipv4, ipv6 }: ReturnType<typeof lineAddresses>): SegmentAddresses[] {
  return [ipv4, ipv6].filter((segment) => segment !== undefined);
}

/**
 * Brings an interface up with a link-local address that is good at once: while duplicate address detection runs,
 * for one to two seconds, a router cannot ask for its neighbours and drops what it should forward.
 */
function bringUp(device: string, linkLocal: string): string[] {
  return [`link set ${device} addrgenmode none`, address(linkLocal, 64, device), `link set ${device} up`];
}

/** Duplicate address detection would keep an IPv6 address from use for a second. */
function address(text: string, length: number, device: string, action: 'add' | 'replace' = 'add'): string {
  return `addr ${action} ${text}/${length} dev ${device}${text.includes(':') ? ' nodad' : ''}`;
}

/** The default route's prefix, in the family of an address: a batch line takes no -4 or -6. */
function everything(address: string): string {
  return address.includes(':') ? '::/0' : '0.0.0.0/0';
}
