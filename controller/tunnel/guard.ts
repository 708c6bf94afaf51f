import { managementInterface } from '../../shared/wireguard-names.ts';

/**
 * nftables rules of the controller: a socket bound to the management address also takes what comes in by
 * another interface, so such packets are dropped before; and nothing is forwarded between nodes.
 */
export function guardRules(managementPrefix: string): string {
  return `table inet towline_controller
delete table inet towline_controller
table inet towline_controller {
  chain input {
    type filter hook input priority -10; policy accept;
    ip6 daddr ${managementPrefix} iifname != { "${managementInterface}", "lo" } drop
  }
  chain forward {
    type filter hook forward priority -10; policy accept;
    iifname "${managementInterface}" drop
    oifname "${managementInterface}" drop
  }
}
`;
}
