import { CommandError, type Run } from '../../shared/os/run.ts';
import { linkInterfacePrefix, managementInterfaces } from '../../shared/wireguard-names.ts';

/** What the node's own packet filter depends on. */
export interface FilterConfig {
  /** The controller, once the node is enrolled. */
  readonly controller?: {
    readonly address: string;
    readonly port: number;
    /** The management tunnel's prefix, in which this node has an address too. */
    readonly prefix: string;
  };
  /** User id of the agent, the only one that may speak to the controller. */
  readonly agentUid: number;
  /** Whether TCP's segment size is lowered to what fits the links. */
  readonly mssClamp: boolean;
}

// Both: while the tunnel moves there are two, and afterwards it has the other name.
const management = `{ ${managementInterfaces.map((name) => `"${name}"`).join(', ')} }`;

/** Text for `nft -f`: replaces the table `inet towline` in one transaction and touches no other. Pure. */
export function renderFilter(config: FilterConfig): string {
  const { controller } = config;
  const onlyAgent =
    controller === undefined
      ? ''
      : `    oifname != ${management} ip6 daddr ${controller.address} drop
    oifname ${management} ip6 daddr ${controller.address} tcp dport ${controller.port} meta skuid != ${config.agentUid} drop\n`;
  // An address of this machine is reached by every interface, a LAN and a link among them.
  const onlyTunnel =
    controller === undefined
      ? ''
      : `  chain input {
    type filter hook input priority filter; policy accept;
    ip6 daddr ${controller.prefix} iifname != { ${[...managementInterfaces, 'lo'].map((name) => `"${name}"`).join(', ')} } drop
  }
`;
  // In both directions: the other end of a link may have another MTU, and would let pass what does not fit ours.
  const clamp = config.mssClamp
    ? ['oifname', 'iifname']
        .map(
          (direction) =>
            `    ${direction} "${linkInterfacePrefix}*" tcp flags & (syn | rst) == syn tcp option maxseg size set rt mtu\n`,
        )
        .join('')
    : '';
  return `table inet towline
delete table inet towline
table inet towline {
  chain forward {
    type filter hook forward priority mangle; policy accept;
    iifname ${management} drop
    oifname ${management} drop
${clamp}  }
${onlyTunnel}  chain output {
    type filter hook output priority filter; policy accept;
${onlyAgent}  }
}
`;
}

export async function applyFilter(run: Run, config: FilterConfig): Promise<void> {
  await run('nft', ['-f', '/dev/stdin'], { input: renderFilter(config), timeoutMs: 10_000 });
}

/** Our table as nft lists it; undefined if it is not there. */
export async function listFilter(run: Run): Promise<string | undefined> {
  try {
    return await run('nft', ['list', 'table', 'inet', 'towline'], { timeoutMs: 10_000 });
  } catch (error) {
    if (error instanceof CommandError && error.exitCode !== undefined) return undefined;
    throw error;
  }
}
