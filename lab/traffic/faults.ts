/** nftables of the Internet's router: what is cut is dropped without a word, in both directions and families. */
export const coreFirewall = `
table inet faults {
  set links { type ifname . ifname; }
  set lines { type ifname; }
  chain forward {
    type filter hook forward priority filter; policy accept;
    iifname . oifname @links counter drop
    iifname @lines counter drop
    oifname @lines counter drop
  }
}
`;

/** Cuts or heals the path between two lines, given by their interfaces at the Internet's router. */
export function linkFault(cut: boolean, a: string, b: string): string {
  // Interfaces, not addresses: the fault follows a line whose addresses change.
  return `${cut ? 'add' : 'delete'} element inet faults links { "${a}" . "${b}", "${b}" . "${a}" }\n`;
}

/** Cuts or heals all traffic of a line. */
export function lineFault(cut: boolean, line: string): string {
  return `${cut ? 'add' : 'delete'} element inet faults lines { "${line}" }\n`;
}

/**
 * nftables of a line with a stateful firewall: from outside, only answers come in. Each line tracks connections by
 * itself, so that two firewalls facing each other behave as two real ones do.
 */
export function lineFirewall(on: boolean): string {
  const fresh = 'table inet firewall\ndelete table inet firewall\n';
  if (!on) return fresh;
  return `${fresh}table inet firewall {
  chain forward {
    type filter hook forward priority filter; policy accept;
    iifname "wan0" ct state established,related accept
    iifname "wan0" counter drop
  }
}
`;
}

/** nftables of a line that translates what its machine sends to its own address. */
export const lineNat = `
table ip nat {
  chain postrouting {
    type nat hook postrouting priority srcnat; policy accept;
    oifname "wan0" masquerade
  }
}
`;
