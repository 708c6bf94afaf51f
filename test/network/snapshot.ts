import type { LabNetwork } from '../../lab/network/network.ts';
import { type ProtocolTimes, protocolTimes } from '../fakes/protocol-times.ts';

/** What a node is, in text that can be compared: a folder of its own for every question. */
export interface NodeSnapshot {
  /** Digest of the bundle in force, and each of its files with its permissions and its SHA-256. */
  readonly bundle: string;
  /** What WireGuard runs with: keys, ports, endpoints, keepalives. */
  readonly wireguard: string;
  /** Addresses of the links and loopbacks, rules and filter. */
  readonly system: string;
}

// All but manifest.pb, which tells the number of the release that brought the same bundle again.
const bundle = `cd /var/lib/towline/current/ && basename "$(pwd -P)"
find . -type f ! -name manifest.pb -printf '%m %p\\n' | sort -k2
find . -type f ! -name manifest.pb | sort | xargs sha256sum`;
const wireguard = `for i in /sys/class/net/tl-*; do i=\${i##*/}; echo "# $i"; wg showconf "$i"; done`;
const system = `for i in lo /sys/class/net/tl-*; do
  i=\${i##*/}; echo "# $i $(cat "/sys/class/net/$i/mtu")"; ip -o addr show dev "$i" | sed 's/^[0-9]*: //; s/valid_lft.*//'
done
ip rule; ip -6 rule; nft list table inet towline`;
const routes = `ip -o route show table 7400 | sort; ip -o -6 route show table 7400 | sort`;

/** Everything that a release decides on each node, by node. */
export async function takeSnapshot(network: LabNetwork): Promise<Record<string, NodeSnapshot>> {
  const run = async (node: string, script: string): Promise<string> =>
    (await network.lab.exec(node, ['bash', '-c', `set -e\n${script}`])).stdout;
  const snapshots = network.lab.nodes.map(
    async (node) =>
      [
        node,
        {
          bundle: await run(node, bundle),
          wireguard: await run(node, wireguard),
          system: await run(node, system),
        },
      ] as const,
  );
  return Object.fromEntries(await Promise.all(snapshots));
}

/** The routes that BGP has put into each node's kernel, by node; they settle a moment after the sessions. */
export async function readRoutes(network: LabNetwork): Promise<Record<string, string>> {
  const read = network.lab.nodes.map(
    async (node) => [node, (await network.lab.exec(node, ['bash', '-c', routes])).stdout] as const,
  );
  return Object.fromEntries(await Promise.all(read));
}

/** Each interface of a node with its number: a new number is a new interface. */
export async function interfacesOf(network: LabNetwork, node: string): Promise<string[]> {
  const { stdout } = await network.lab.exec(node, ['ip', '-o', 'link']);
  return stdout
    .replaceAll(/^(\d+: [^:@]+).*$/gm, '$1')
    .trim()
    .split('\n');
}

/** Each of BIRD's protocols with its state and when it came into it. */
export async function protocolsOf(network: LabNetwork, node: string): Promise<ProtocolTimes> {
  const { stdout } = await network.lab.exec(node, ['birdc', 'show', 'protocols']);
  return protocolTimes(stdout);
}
