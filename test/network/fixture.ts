import type { LabNetwork } from '../../lab/network/network.ts';
import type { Probe } from '../../lab/traffic/probe.ts';

/** Ten links of the paper's network, by their ends. */
export const links = [
  ['aachen', 'berlin'],
  ['aachen', 'chemnitz'],
  ['aachen', 'dresden'],
  ['aachen', 'essen'],
  ['aachen', 'frankfurt'],
  ['berlin', 'chemnitz'],
  ['berlin', 'dresden'],
  ['berlin', 'essen'],
  ['chemnitz', 'dresden'],
  ['goettingen', 'hamburg'],
] as const;

/** Hosts behind the ends of links that ping each other at 10 ms, IPv4 and IPv6 in turn. */
export async function probeLinks(
  network: LabNetwork,
  over: readonly (readonly [string, string])[],
): Promise<{ name: string; probe: Probe }[]> {
  const probes = over.map(([a, b], index) => {
    const family = index % 2 === 0 ? 'ipv4' : 'ipv6';
    const address = network.lab.hostAddresses(b)[family] ?? '';
    return { name: `${a}--${b} ${family}`, probe: network.lab.probe(`host-${a}`, address) };
  });
  await Promise.all(probes.map(({ probe }) => probe.answer(20_000)));
  return probes;
}

/** Names of the probes that lost packets, with the packets. */
export async function losses(probes: readonly { name: string; probe: Probe }[]): Promise<string[]> {
  const results = await Promise.all(
    probes.map(async ({ name, probe }) => ({ name, loss: await probe.stop() })),
  );
  return results
    .filter(({ loss }) => loss.lost > 0)
    .map(({ name, loss }) => `${name}: ${loss.lostSequences.join(' ')} of ${loss.sent}`);
}

/** Whether one host reaches the host behind a node, in both families. */
export async function reaches(network: LabNetwork, from: string, to: string): Promise<boolean> {
  const { ipv4 = '', ipv6 = '' } = network.lab.hostAddresses(to);
  const answers = await Promise.all(
    [ipv4, ipv6].map((address) => network.lab.ping(`host-${from}`, address, { count: 1, timeoutMs: 500 })),
  );
  return answers.every(({ received }) => received === 1);
}

/** Device that packets to an address take at a node; `mark` is that of WireGuard's own packets. */
export async function deviceTo(
  network: LabNetwork,
  node: string,
  address: string,
  mark: readonly string[] = [],
): Promise<string> {
  const { stdout } = await network.lab.exec(node, ['ip', 'route', 'get', address, ...mark], {
    allowFailure: true,
  });
  return / dev (\S+)/.exec(stdout)?.[1] ?? 'none';
}
