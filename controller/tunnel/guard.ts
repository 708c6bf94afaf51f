import { CommandError, type Run } from '../../shared/os/run.ts';
import type { ManagementInterface } from '../../shared/wireguard-names.ts';

/**
 * nftables rules of the controller: a socket bound to the management address also takes what comes in by
 * another interface, so such packets are dropped before; and nothing is forwarded between nodes.
 *
 * @param interfaces the tunnel's: one, or two while it moves
 */
export function guardRules(managementPrefix: string, interfaces: readonly ManagementInterface[]): string {
  const quoted = interfaces.map((name) => `"${name}"`);
  const forward = quoted.flatMap((name) => [`    iifname ${name} drop`, `    oifname ${name} drop`]);
  return `table inet towline_controller
delete table inet towline_controller
table inet towline_controller {
  chain input {
    type filter hook input priority -10; policy accept;
    ip6 daddr ${managementPrefix} iifname != { ${[...quoted, '"lo"'].join(', ')} } drop
  }
  chain forward {
    type filter hook forward priority -10; policy accept;
${forward.join('\n')}
  }
}
`;
}

/** Whether the rules are there: `nft flush ruleset`, with which many a firewall of the machine's own begins, takes them. */
export async function hasGuard(run: Run): Promise<boolean> {
  try {
    await run('nft', ['list', 'table', 'inet', 'towline_controller'], { timeoutMs: 10_000 });
    return true;
  } catch (error) {
    if (error instanceof CommandError && error.exitCode !== undefined) return false;
    throw error;
  }
}
