import { compareAddresses } from '../../shared/net/addresses.ts';
import { canonicalAddress } from '../../shared/net/canonical.ts';
import type { InterfaceState } from '../../shared/net/link.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';
import { fwmark, isManagementInterface, linkInterfacePrefix } from '../../shared/wireguard-names.ts';
import type { LinkFile } from '../check/link-file.ts';

/** What to do with the links' interfaces. Interfaces in none of the lists are not touched. */
export interface LinkDifference {
  /** Interfaces that are there and not wanted; all of them carry the links' prefix. */
  readonly remove: readonly string[];
  readonly update: readonly LinkFile[];
  readonly create: readonly LinkFile[];
}

/** The machine as it is. */
export interface RunningLinks {
  readonly interfaces: readonly InterfaceState[];
  readonly devices: ReadonlyMap<string, DeviceState>;
}

/**
 * Compares the links wanted with those applied before and with what really runs. A link whose file did not
 * change and whose interface is as the file says is left out: its traffic must not notice a release. Pure.
 *
 * @param applied the links of the bundle that ran before; undefined at boot, when nothing is taken for granted
 */
export function compareLinks(
  wanted: readonly LinkFile[],
  applied: readonly LinkFile[] | undefined,
  running: RunningLinks,
): LinkDifference {
  const names = new Set(wanted.map((link) => link.interface));
  const interfaces = new Map(running.interfaces.map((link) => [link.name, link]));
  const before = new Map((applied ?? []).map((link) => [link.interface, link.text]));
  const remove = [...interfaces.keys()].filter(
    (name) => name.startsWith(linkInterfacePrefix) && !names.has(name),
  );
  const update: LinkFile[] = [];
  const create: LinkFile[] = [];
  for (const link of wanted) {
    const current = interfaces.get(link.interface);
    if (current === undefined) create.push(link);
    else if (before.get(link.interface) !== link.text || faultsOf(link, current, running).length > 0)
      update.push(link);
  }
  return { remove: remove.sort(), update, create };
}

/** What is not as the links' files say, an interface and a fault each, in words. Pure. */
export function linkFaults(wanted: readonly LinkFile[], running: RunningLinks): string[] {
  const { remove, update, create } = compareLinks(wanted, wanted, running);
  const interfaces = new Map(running.interfaces.map((link) => [link.name, link]));
  return [
    ...create.map((link) => `${link.interface} is missing`),
    ...update.flatMap((link) => {
      const current = interfaces.get(link.interface);
      const faults = current === undefined ? [] : faultsOf(link, current, running);
      return faults.map((fault) => `${link.interface} ${fault}`);
    }),
    ...remove.map((name) => `${name} is no link of the bundle`),
  ].sort();
}

// Keys and pre-shared keys cannot be seen here; the file's text names their versions.
function faultsOf(link: LinkFile, current: InterfaceState, running: RunningLinks): string[] {
  const device = running.devices.get(link.interface);
  const { missing, extra } = compareAddresses(current, link.addresses);
  const faults = [
    ...(current.up ? [] : ['is down']),
    ...(current.mtu === link.mtu ? [] : [`has MTU ${current.mtu} instead of ${link.mtu}`]),
    ...missing.map((address) => `lacks ${address}`),
    ...extra.map((address) => `has ${address} besides`),
  ];
  if (device === undefined) return [...faults, 'is not WireGuard'];
  const [peer, ...others] = device.peers;
  if (device.listenPort !== link.listenPort)
    faults.push(`listens on port ${device.listenPort} instead of ${link.listenPort}`);
  if (device.fwmark !== fwmark) faults.push(`has mark ${device.fwmark} instead of ${fwmark}`);
  if (others.length > 0 || peer?.publicKey !== link.peer.publicKey) faults.push('has other peers');
  else if (peer.hasPresharedKey !== (link.peer.presharedKey !== undefined))
    faults.push(`has ${peer.hasPresharedKey ? 'a' : 'no'} pre-shared key`);
  else if (!isSameSet(peer.allowedIps, link.peer.allowedIps))
    faults.push(`has AllowedIPs ${peer.allowedIps.join(', ') || 'of nothing'}`);
  return faults;
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  const text = (addresses: readonly string[]) => addresses.map(canonicalAddress).sort().join();
  return text(a) === text(b);
}

/**
 * Interfaces that hold a port that a link is about to take: they have to leave it first, or the link's change
 * fails with EADDRINUSE, whichever comes first. A link gets its own wanted port right after. The management tunnel
 * has one of the kernel's choice, which may be any link's; the controller follows it to another. Pure.
 *
 * @param changing links that are about to be made or changed
 * @param removed interfaces that are gone by then
 */
export function portsInTheWay(
  changing: readonly LinkFile[],
  removed: readonly string[],
  devices: ReadonlyMap<string, DeviceState>,
): string[] {
  const taker = new Map(changing.map((link) => [link.listenPort, link.interface]));
  return [...devices]
    .filter(([name, { listenPort }]) => {
      const other = taker.get(listenPort);
      const isLink = name.startsWith(linkInterfacePrefix) && !removed.includes(name);
      return (isLink || isManagementInterface(name)) && other !== undefined && other !== name;
    })
    .map(([name]) => name)
    .sort();
}
