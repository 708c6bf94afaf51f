import { CommandError, type Run } from '../../shared/os/run.ts';
import type { ManagementInterface } from '../../shared/wireguard-names.ts';

/** Mark of packets that answer through the second end, the rule for it, and its table. */
const mark = 0x746d;
const preference = '7399';
const routingTable = '7402';

const timeoutMs = 10_000;

/**
 * nftables rules that lead answers back by the end that the node's last packet came by. In the kernel, a packet at a
 * time: a node proves the new end with the first connection through it, and is back at the old one with the first
 * packet through that. WireGuard ties the source address to the node's key at either end. (A rule a node, set by who
 * watches handshakes, would lag a second behind, and be wrong whenever the old end shakes hands again.)
 */
export function answerRules(
  managementPrefix: string,
  home: ManagementInterface,
  beside: ManagementInterface,
): string {
  const moved = setOf(beside);
  return `table ip6 towline_tunnel
delete table ip6 towline_tunnel
table ip6 towline_tunnel {
  set ${moved} {
    type ipv6_addr
    size 65535
    flags dynamic
  }
  chain input {
    type filter hook input priority -5; policy accept;
    iifname "${beside}" ip6 saddr ${managementPrefix} add @${moved} { ip6 saddr }
    iifname "${home}" ip6 saddr @${moved} delete @${moved} { ip6 saddr }
  }
  chain output {
    type route hook output priority mangle; policy accept;
    ip6 daddr @${moved} meta mark set ${mark}
  }
}
`;
}

/** Leads answers back by the end that they are to; where it is so already, who is where stays known. */
export async function leadAnswers(
  run: Run,
  managementPrefix: string,
  home: ManagementInterface,
  beside: ManagementInterface,
): Promise<void> {
  await run('ip', ['-6', 'route', 'replace', managementPrefix, 'dev', beside, 'table', routingTable], {
    timeoutMs,
  });
  if (!(await hasRule(run))) await changeRule(run, 'add');
  if ((await currentRules(run)).includes(`@${setOf(beside)}`)) return;
  await run('nft', ['-f', '-'], { input: answerRules(managementPrefix, home, beside), timeoutMs });
}

/** Lets all answers go by the one end again. */
export async function leadAnswersNowhere(run: Run): Promise<void> {
  if (await hasRule(run)) await changeRule(run, 'delete');
  if ((await currentRules(run)) === '') return;
  await run('nft', ['delete', 'table', 'ip6', 'towline_tunnel'], { timeoutMs });
}

function setOf(beside: ManagementInterface): string {
  return `by_${beside}`;
}

async function hasRule(run: Run): Promise<boolean> {
  return new RegExp(`^${preference}:`, 'm').test(await run('ip', ['-6', 'rule', 'show'], { timeoutMs }));
}

async function changeRule(run: Run, change: 'add' | 'delete'): Promise<void> {
  const rule = ['preference', preference, 'fwmark', `0x${mark.toString(16)}`, 'lookup', routingTable];
  await run('ip', ['-6', 'rule', change, ...rule], { timeoutMs });
}

async function currentRules(run: Run): Promise<string> {
  try {
    return await run('nft', ['list', 'table', 'ip6', 'towline_tunnel'], { timeoutMs });
  } catch (error) {
    if (error instanceof CommandError && error.exitCode !== undefined) return '';
    throw error;
  }
}
