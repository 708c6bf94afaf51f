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
