import type { WiringStep } from './wiring.ts';

/** Where `ip netns` keeps the names of network namespaces; the lab has its own /run. */
export const netnsFolder = '/run/netns';

const forwarding = 'echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding';

/** A bash script that runs wiring steps, with one `ip` process a namespace. */
export function wiringScript(steps: readonly WiringStep[]): string {
  const batches = new Map<string, string[]>([['', []]]);
  const forwarders = new Set<string>();
  for (const { namespace = '', batch, forwards = false } of steps) {
    batches.set(namespace, [...(batches.get(namespace) ?? []), ...batch]);
    if (forwards) forwarders.add(namespace);
  }
  const script = ['set -e'];
  for (const [namespace, batch] of batches) {
    if (batch.length > 0) script.push(batchCommand(namespace, batch));
    if (forwarders.has(namespace)) script.push(namespace === '' ? forwarding : inside(namespace, forwarding));
  }
  return `${script.join('\n')}\n`;
}

function batchCommand(namespace: string, batch: readonly string[]): string {
  const ip = namespace === '' ? 'ip' : `ip -n ${namespace}`;
  return `${ip} -batch - <<'END'\n${batch.join('\n')}\nEND`;
}

function inside(namespace: string, commands: string): string {
  return `nsenter --net=${netnsFolder}/${namespace} bash -c '${commands}'`;
}
