import { TowlineError } from '../errors.ts';
import type { Run } from '../os/run.ts';

/** An interface as `ip -json address show` prints it, as far as it is needed. */
export interface InterfaceState {
  readonly name: string;
  readonly index: number;
  readonly up: boolean;
  readonly mtu: number;
  /** CIDR, in the kernel's own form. */
  readonly addresses: readonly string[];
}

/** Reads one interface. Throws CommandError if it does not exist. */
export async function readLink(run: Run, name: string): Promise<InterfaceState> {
  const [link] = parseLinks(
    await run('ip', ['-json', '-details', 'address', 'show', 'dev', name], { timeoutMs: 10_000 }),
  );
  if (link === undefined) throw new TowlineError('failed', `ip says nothing about interface ${name}`);
  return link;
}

/** Reads all interfaces of this network namespace. */
export async function readLinks(run: Run): Promise<InterfaceState[]> {
  return parseLinks(await run('ip', ['-json', '-details', 'address', 'show'], { timeoutMs: 10_000 }));
}

interface AddressJson {
  readonly local?: string;
  readonly prefixlen?: number;
}

interface LinkJson {
  readonly ifname?: string;
  readonly ifindex?: number;
  readonly flags?: readonly string[];
  readonly mtu?: number;
  readonly addr_info?: readonly AddressJson[];
}

/** Reads the output of `ip -json -details address show`; empty objects in it are left out. */
export function parseLinks(json: string): InterfaceState[] {
  const links = json.trim() === '' ? [] : (JSON.parse(json) as readonly LinkJson[]);
  return links.flatMap((link) => {
    if (link.ifname === undefined) return [];
    return [
      {
        name: link.ifname,
        index: link.ifindex ?? 0,
        up: link.flags?.includes('UP') ?? false,
        mtu: link.mtu ?? 0,
        addresses: (link.addr_info ?? []).flatMap(({ local, prefixlen }) =>
          local === undefined ? [] : [`${local}/${prefixlen}`],
        ),
      },
    ];
  });
}
