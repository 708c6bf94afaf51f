/** Which of the two contents that a lab's network goes to and fro between. */
export type Side = 'x' | 'y';

export const otherSide = (side: Side): Side => (side === 'x' ? 'y' : 'x');

/** Nodes come in fours; each has the link of one pairing in both contents, and one of each of the others in one. */
const pairings = { both: [0, 0, 1, 1], x: [0, 1, 0, 1], y: [0, 1, 1, 0] } as const;

const values: Readonly<Record<Side, string>> = {
  x: `mss_clamp = true
wireguard.mtu = 1400
wireguard.keepalive = 20
bgp.import_limit = 1000
bgp.hold_time_s = 30
`,
  y: `mss_clamp = false
wireguard.mtu = 1380
wireguard.keepalive = 25
bgp.import_limit = 2000
bgp.hold_time_s = 33
`,
};

export const nodeNames = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `node${index + 1}`);

/**
 * A network's files with one of the contents. They differ in all that a bundle says of a node by itself: a link is
 * added and one taken away, MTU and keepalive of the other, BIRD's files, the packet filter; not in ports and keys,
 * which both ends have to change together. Pure.
 *
 * @param count of nodes, a multiple of 4; node N has the lab's uplink N
 */
export function contents(side: Side, count: number, windowS: number): Map<string, string> {
  const files = new Map([
    ['network.toml', `name = "faults"\nconfirm.window_s = ${windowS}\n${values[side]}`],
  ]);
  for (const [index, name] of nodeNames(count).entries()) {
    const four = Math.floor(index / 4);
    const group = (pairing: keyof typeof pairings) => `"${pairing}${four}${pairings[pairing][index % 4]}"`;
    files.set(`sites/${name}/site.toml`, `groups = [${group('both')}, ${group(side)}]\n`);
    files.set(`sites/${name}/${name}/node.toml`, `endpoint = "198.18.${index + 1}.2"\n`);
  }
  return files;
}

/** WireGuard interfaces at most: three links and the tunnel of each node, and the controller's. */
export const interfacesOf = (count: number): number => count * 4 + 1;
