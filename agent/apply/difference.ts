import { compareAddresses } from '../../shared/net/addresses.ts';
import type { InterfaceState } from '../../shared/net/link.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';
import { fwmark, linkInterfacePrefix } from '../../shared/wireguard-names.ts';
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
    else if (before.get(link.interface) !== link.text || !isAsWanted(link, current, running))
      update.push(link);
  }
  return { remove: remove.sort(), update, create };
}

// Keys and pre-shared keys cannot be seen here; the file's text names their versions.
function isAsWanted(link: LinkFile, current: InterfaceState, running: RunningLinks): boolean {
  const device = running.devices.get(link.interface);
  const { missing, extra } = compareAddresses(current, link.addresses);
  const [peer, ...others] = device?.peers ?? [];
  return (
    current.up &&
    current.mtu === link.mtu &&
    missing.length + extra.length === 0 &&
    device?.listenPort === link.listenPort &&
    device.fwmark === fwmark &&
    others.length === 0 &&
    peer?.publicKey === link.peer.publicKey &&
    peer.hasPresharedKey === (link.peer.presharedKey !== undefined)
  );
}

/**
 * Links that hold a port that another one is about to take: they have to leave it first, or the other's change
 * fails with EADDRINUSE, whichever comes first. They get their own wanted port right after. Pure.
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
      const isOurs = name.startsWith(linkInterfacePrefix) && !removed.includes(name);
      return isOurs && other !== undefined && other !== name;
    })
    .map(([name]) => name)
    .sort();
}
