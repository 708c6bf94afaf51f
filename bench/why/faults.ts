// long: the table of faults, one entry each.
import type { LabNetwork } from '../../lab/network/network.ts';
import { readStatus } from '../../lab/network/status.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { berlinName, type Grounds, links, until } from './network.ts';

/** A kind of fault: how it is made in the lab, and what has to be said of it. */
export interface Fault {
  readonly name: string;
  /** Arguments of `towline why`. */
  readonly ask: readonly [string] | readonly [string, string];
  /** Cause and what it is about. */
  readonly expected: string;
  /** Resolves when the fault is there to be seen. */
  make(grounds: Grounds): Promise<void>;
  undo(grounds: Grounds): Promise<void>;
  /** What it takes away, and what has to be there for it to be seen: two that meet in that are no pair. */
  readonly takes: readonly string[];
  readonly needs: readonly string[];
}

const linkAB = 'aachen--berlin';

/** Everything of a node that a question to it needs. */
export const faults: readonly Fault[] = [
  {
    name: 'line cut',
    ask: ['dora'],
    expected: 'line-or-power dora',
    make: async ({ network }) => {
      await network.lab.cutNode('dora');
      await bfdDown(network, 'aachen', 'dora');
    },
    undo: ({ network }) => network.lab.healNode('dora'),
    takes: ['dora'],
    needs: ['aachen'],
  },
  {
    name: 'power off',
    ask: ['celle'],
    expected: 'line-or-power celle',
    make: async ({ network }) => {
      await network.lab.stopNode('celle');
      await bfdDown(network, 'aachen', 'celle');
      await bfdDown(network, 'berlin', 'celle');
    },
    undo: async ({ network }) => {
      await network.lab.startNode('celle');
      network.startAgent('celle');
    },
    takes: ['celle'],
    needs: ['aachen', 'berlin'],
  },
  {
    name: 'agent stopped',
    ask: ['celle'],
    expected: 'agent-stopped celle',
    make: ({ network }) => network.stopAgent('celle'),
    undo: async ({ network }) => void network.startAgent('celle'),
    takes: ['celle'],
    needs: ['celle router'],
  },
  {
    name: 'management tunnel blocked',
    ask: ['celle'],
    expected: 'tunnel-blocked celle',
    make: ({ network }) =>
      filter(network, 'line-celle', 'forward', ['udp dport 51820 drop', 'udp sport 51820 drop']),
    undo: ({ network }) => unfilter(network, 'line-celle'),
    takes: ['celle'],
    needs: ['aachen', 'celle router'],
  },
  {
    name: 'UDP of a link blocked one way',
    ask: ['aachen', 'berlin'],
    expected: `blocked-one-way ${linkAB}`,
    make: async ({ network }) => {
      const port = await portOf(network, 'berlin', 'aachen');
      await filter(network, 'line-berlin', 'forward', [`iifname "wan0" udp dport ${port} drop`]);
      await bfdDown(network, 'berlin', 'aachen');
    },
    undo: ({ network }) => unfilter(network, 'line-berlin'),
    takes: [linkAB],
    needs: ['aachen', 'berlin'],
  },
  {
    name: 'UDP of a link blocked both ways',
    ask: ['aachen', 'berlin'],
    expected: `udp-blocked ${linkAB}`,
    make: async ({ network }) => {
      const port = await portOf(network, 'berlin', 'aachen');
      await filter(network, 'line-berlin', 'forward', [
        `iifname "wan0" udp dport ${port} drop`,
        `oifname "wan0" udp sport ${port} drop`,
      ]);
      await bfdDown(network, 'berlin', 'aachen');
      await bfdDown(network, 'aachen', 'berlin');
    },
    undo: ({ network }) => unfilter(network, 'line-berlin'),
    takes: [linkAB],
    needs: ['aachen', 'berlin'],
  },
  {
    name: 'path between two nodes cut',
    ask: ['aachen', 'berlin'],
    expected: `path-cut ${linkAB}`,
    make: async ({ network }) => {
      await network.lab.cutLink('aachen', 'berlin');
      await bfdDown(network, 'berlin', 'aachen');
      await bfdDown(network, 'aachen', 'berlin');
    },
    undo: ({ network }) => network.lab.healLink('aachen', 'berlin'),
    takes: [linkAB],
    needs: ['aachen', 'berlin'],
  },
  {
    name: 'DNS answers an old address',
    ask: ['aachen', 'berlin'],
    expected: 'name-outdated berlin',
    make: ({ dns }) => dns.set({ [berlinName]: { a: ['203.0.113.9'], aaaa: ['2001:db8:ffff::9'] } }),
    undo: ({ dns }) => dns.follow(berlinName, 'berlin'),
    takes: ['berlin name'],
    needs: ['aachen', 'aachen resolver'],
  },
  {
    name: 'DNS name missing',
    ask: ['aachen', 'berlin'],
    expected: 'name-missing berlin',
    make: ({ dns }) => dns.set({ [berlinName]: { mode: 'missing' } }),
    undo: ({ dns }) => dns.follow(berlinName, 'berlin'),
    takes: ['berlin name'],
    needs: ['aachen', 'aachen resolver'],
  },
  {
    name: 'resolver dead',
    ask: ['aachen', 'berlin'],
    expected: 'resolver-dead aachen',
    make: ({ network }) => filter(network, 'line-aachen', 'forward', ['udp dport 53 drop']),
    undo: ({ network }) => unfilter(network, 'line-aachen'),
    takes: ['aachen resolver', 'line-aachen'],
    needs: ['aachen', 'berlin name'],
  },
  {
    name: 'no common IP family',
    ask: ['aachen', 'dora'],
    expected: 'no-common-family aachen--dora',
    make: async ({ network }) => {
      await run(network, 'dora', 'ip', '-4', 'address', 'flush', 'dev', 'wan0', 'scope', 'global');
      await run(network, 'aachen', 'ip', '-6', 'address', 'flush', 'dev', 'wan0', 'scope', 'global');
      await bfdDown(network, 'aachen', 'dora');
      await until('the controller knows of both', async () => {
        const { stdout } = await network.towline(['status', '--json']);
        const { nodes } = JSON.parse(stdout) as {
          nodes: {
            name: string;
            links: { peer: string; ipv4: { prospect: string }; ipv6: { prospect: string } }[];
          }[];
        };
        return [nodes.find(({ name }) => name === 'aachen'), nodes.find(({ name }) => name === 'dora')].every(
          (node) =>
            node?.links.some(
              ({ peer, ipv4, ipv6 }) =>
                (peer === 'aachen' || peer === 'dora') &&
                /impossible/i.test(ipv4.prospect) &&
                /impossible/i.test(ipv6.prospect),
            ),
        );
      });
      // Its management tunnel had to find another way.
      await answers(network, 'aachen');
    },
    undo: async ({ network, dns }) => {
      await network.lab.move('dora');
      await network.lab.move('aachen');
      await dns.follow(berlinName, 'berlin');
    },
    takes: ['aachen--dora', 'aachen line', 'dora line', 'aachen', 'dora'],
    needs: ['aachen', 'dora'],
  },
  {
    name: 'path loses large packets',
    ask: ['aachen', 'berlin'],
    expected: `mtu ${linkAB}`,
    make: async ({ network }) => {
      const { ipv4 = '', ipv6 = '' } = network.lab.publicAddresses('berlin');
      await filter(network, 'line-aachen', 'forward', [
        `ip saddr ${ipv4} meta length > 1300 drop`,
        `ip daddr ${ipv4} meta length > 1300 drop`,
        `ip6 saddr ${ipv6} meta length > 1300 drop`,
        `ip6 daddr ${ipv6} meta length > 1300 drop`,
      ]);
    },
    undo: ({ network }) => unfilter(network, 'line-aachen'),
    takes: ['line-aachen', `${linkAB} large`],
    needs: ['aachen', 'berlin', linkAB],
  },
  {
    name: 'BIRD gone',
    ask: ['celle'],
    expected: 'bird-absent celle',
    make: async ({ network }) => {
      // Its program fails from now on: the agent cannot bring it back.
      await sh(
        network,
        'celle',
        'mount --bind /bin/false "$(readlink -f "$(command -v bird)")" && pkill -KILL -x bird',
      );
      await bfdDown(network, 'aachen', 'celle');
      await bfdDown(network, 'berlin', 'celle');
    },
    undo: ({ network }) => sh(network, 'celle', 'umount "$(readlink -f "$(command -v bird)")"'),
    takes: ['celle bird', 'celle routes'],
    needs: ['celle'],
  },
  {
    name: 'BIRD hangs',
    ask: ['celle'],
    expected: 'bird-silent celle',
    make: async ({ network }) => {
      await sh(network, 'celle', 'pkill -STOP -x bird');
      await bfdDown(network, 'aachen', 'celle');
      await bfdDown(network, 'berlin', 'celle');
    },
    undo: ({ network }) => sh(network, 'celle', 'pkill -CONT -x bird'),
    takes: ['celle bird', 'celle routes'],
    needs: ['celle'],
  },
  {
    name: 'session switched off in BIRD',
    ask: ['aachen', 'berlin'],
    expected: `bgp-disabled ${linkAB}`,
    make: async ({ network }) => {
      await run(network, 'aachen', 'birdc', 'disable', 'link_berlin');
      await bgpDown(network, 'berlin', 'aachen');
    },
    undo: ({ network }) => run(network, 'aachen', 'birdc', 'enable', 'link_berlin'),
    takes: [`${linkAB} bgp`],
    needs: ['aachen', 'berlin', linkAB],
  },
  {
    name: 'BGP blocked inside the link',
    ask: ['aachen', 'berlin'],
    expected: `bgp-blocked ${linkAB}`,
    make: async ({ network }) => {
      await filter(network, 'berlin', 'input', [
        'iifname "tl-aachen" tcp dport 179 drop',
        'iifname "tl-aachen" tcp sport 179 drop',
      ]);
      await bgpDown(network, 'aachen', 'berlin');
      await bgpDown(network, 'berlin', 'aachen');
    },
    undo: ({ network }) => unfilter(network, 'berlin'),
    takes: [`${linkAB} bgp`, 'berlin filter'],
    needs: ['aachen', 'berlin', linkAB],
  },
  {
    name: 'BFD blocked inside the link',
    ask: ['aachen', 'berlin'],
    expected: `bfd-blocked ${linkAB}`,
    make: async ({ network }) => {
      await filter(network, 'berlin', 'input', ['iifname "tl-aachen" udp dport 3784 drop']);
      await bfdDown(network, 'berlin', 'aachen');
      await bgpUp(network, 'berlin', 'aachen');
    },
    undo: ({ network }) => unfilter(network, 'berlin'),
    takes: [`${linkAB} bfd`, 'berlin filter'],
    needs: ['aachen', 'berlin', linkAB, `${linkAB} bgp`],
  },
  {
    name: 'prefix limit hit',
    ask: ['dora', 'aachen'],
    expected: 'prefix-limit aachen--dora',
    make: async ({ network }) => {
      await network.towline(['set', 'bgp.import_limit', '2', '--node', 'dora']);
      await network.release('a limit that is too low');
      await took(network, 'dora');
      await run(network, 'dora', 'birdc', 'restart', 'link_aachen');
      await until('BIRD says so', async () => {
        const { stdout } = await network.lab.exec('dora', [
          'birdc',
          'show',
          'protocols',
          'all',
          'link_aachen',
        ]);
        return stdout.includes('[HIT]');
      });
      // It began anew with the session.
      await bfdUp(network, 'dora', 'aachen');
    },
    undo: async ({ network }) => {
      await network.towline(['set', 'bgp.import_limit', '100', '--node', 'dora']);
      await network.release('a limit that is high enough');
      await took(network, 'dora');
      await run(network, 'dora', 'birdc', 'restart', 'link_aachen');
    },
    takes: ['release', 'aachen--dora bgp', 'dora bundle'],
    needs: ['aachen', 'dora', 'aachen--dora', 'controller', 'berlin', 'celle'],
  },
  {
    name: 'interface deleted by hand',
    ask: ['aachen', 'berlin'],
    expected: `interface-missing ${linkAB}`,
    make: ({ network }) => run(network, 'aachen', 'ip', 'link', 'delete', 'dev', 'tl-berlin'),
    undo: ({ network }) => restartAgent(network, 'aachen'),
    takes: [linkAB, 'aachen agent'],
    needs: ['aachen'],
  },
  {
    name: 'pre-shared key changed by hand',
    ask: ['aachen', 'berlin'],
    expected: `wireguard-changed ${linkAB}`,
    make: ({ network }) =>
      sh(
        network,
        'aachen',
        'wg genpsk >/tmp/psk && wg set tl-berlin peer "$(wg show tl-berlin peers)" preshared-key /tmp/psk',
      ),
    undo: ({ network }) => restartAgent(network, 'aachen'),
    takes: [linkAB, 'aachen agent'],
    needs: ['aachen'],
  },
  {
    name: 'bundle in quarantine',
    ask: ['dora'],
    expected: 'quarantined dora',
    make: async ({ network }) => {
      const { stdout } = await network.towline([
        'get',
        'wireguard.keepalive',
        '--effective',
        'dora',
        '--json',
      ]);
      const now = Number(JSON.parse(stdout).values[0].value);
      await network.towline(['set', 'wireguard.keepalive', String(now === 20 ? 21 : 20), '--node', 'dora']);
      await network.release('another keepalive');
      await took(network, 'dora');
      await network.agent('dora', ['rollback']);
      await until('the controller knows', async () => {
        const { stdout: shown } = await network.towline(['status', '--json']);
        return (JSON.parse(shown).nodes as { name: string; quarantined_digest: string | null }[]).some(
          ({ name, quarantined_digest }) => name === 'dora' && quarantined_digest !== null,
        );
      });
    },
    undo: async ({ network }) => void (await network.towline(['node', 'unquarantine', 'dora'])),
    takes: ['release', 'dora bundle'],
    needs: ['dora', 'aachen', 'berlin', 'celle', 'controller'],
  },
  {
    name: 'LAN down',
    ask: ['celle'],
    expected: 'lan-down celle',
    make: async ({ network }) => {
      await run(network, 'host-celle', 'ip', 'link', 'set', 'dev', 'eth0', 'down');
      await until('BIRD has no route of its own to it', async () => {
        const { stdout } = await network.lab.exec('celle', [
          'birdc',
          'show',
          'route',
          'where',
          'source != RTS_BGP',
        ]);
        return !stdout.includes('10.3.0.0/24');
      });
    },
    undo: ({ network }) => run(network, 'host-celle', 'ip', 'link', 'set', 'dev', 'eth0', 'up'),
    takes: ['celle lan'],
    needs: ['celle', 'celle bird'],
  },
  {
    name: 'forwarding off',
    ask: ['berlin'],
    expected: 'forwarding-off berlin',
    make: ({ network }) => sh(network, 'berlin', 'echo 0 >/proc/sys/net/ipv4/ip_forward'),
    undo: ({ network }) => sh(network, 'berlin', 'echo 1 >/proc/sys/net/ipv4/ip_forward'),
    takes: ['berlin forwarding'],
    needs: ['berlin'],
  },
  {
    name: 'policy rule removed',
    ask: ['berlin'],
    expected: 'rules-missing berlin',
    make: ({ network }) => run(network, 'berlin', 'ip', '-4', 'rule', 'delete', 'preference', '7401'),
    undo: ({ network }) =>
      run(
        network,
        'berlin',
        'ip',
        '-4',
        'rule',
        'add',
        'preference',
        '7401',
        'not',
        'fwmark',
        '0x746c',
        'lookup',
        '7400',
      ),
    takes: ['berlin rules'],
    needs: ['berlin'],
  },
  {
    name: 'clock far off',
    ask: ['dora'],
    expected: 'clock-off dora',
    make: async ({ network }) => {
      await stopAndForget(network, 'dora');
      network.startAgent('dora', {
        LD_PRELOAD: '/usr/$LIB/faketime/libfaketimeMT.so.1',
        FAKETIME: '+7200',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
        DONT_FAKE_MONOTONIC: '1',
      });
      await inContact(network, 'dora');
    },
    undo: async ({ network }) => {
      await network.stopAgent('dora');
      await run(network, 'dora', 'rm', '-f', '/var/lib/towline/clock.json');
      network.startAgent('dora');
    },
    takes: ['dora agent'],
    needs: ['dora'],
  },
  {
    name: 'disk full',
    ask: ['dora'],
    expected: 'disk-full dora',
    make: async ({ network }) => {
      await stopAndForget(network, 'dora');
      // A small disk of its own for the agent's state.
      await sh(
        network,
        'dora',
        `set -e; mountpoint -q /var/lib/towline && umount /var/lib/towline; size=$(du -sm /var/lib/towline | cut -f1)
        mkdir /tmp/state; mount -t tmpfs -o size=$((size + 20))m tmpfs /tmp/state
        cp -a /var/lib/towline/. /tmp/state; mount --move /tmp/state /var/lib/towline
        chmod --reference=/var/lib /var/lib/towline; rmdir /tmp/state`,
      );
      network.startAgent('dora');
      await inContact(network, 'dora');
      await sh(network, 'dora', 'head -c 15M /dev/zero >/var/lib/towline/ballast');
    },
    undo: async ({ network }) => {
      await network.stopAgent('dora');
      await sh(
        network,
        'dora',
        `set -e; rm /var/lib/towline/ballast; mkdir /tmp/state; mount --move /var/lib/towline /tmp/state
        cp -a /tmp/state/. /var/lib/towline; umount /tmp/state; rmdir /tmp/state`,
      );
      network.startAgent('dora');
    },
    takes: ['dora agent'],
    needs: ['dora'],
  },
  {
    name: 'no router enrolled',
    ask: ['emden'],
    expected: 'not-enrolled emden',
    make: async ({ network }) => {
      await network.towline(['site', 'add', 'emden']);
      await network.towline(['node', 'add', 'emden', '--site', 'emden']);
    },
    undo: async ({ network }) => {
      await network.towline(['node', 'remove', 'emden']);
      await network.towline(['site', 'remove', 'emden']);
    },
    takes: ['release'],
    needs: ['controller'],
  },
  {
    name: 'node revoked',
    ask: ['dora'],
    expected: 'revoked dora',
    make: async ({ network }) => void (await network.towline(['node', 'revoke', 'dora'])),
    // Nothing takes that back: it is the last one.
    undo: async () => undefined,
    takes: ['dora', 'dora agent', 'dora bundle'],
    needs: ['controller', 'last'],
  },
];

/** Resolves when the network is as before, and nothing is said to be wrong any more. */
export async function mended({ network }: Grounds, signal: AbortSignal | undefined): Promise<void> {
  await waitUntilGreen(network, links, { deadlineMs: 120_000, signal });
}

/** Resolves when a node runs what it should, whatever else is broken. */
function took(network: LabNetwork, node: string): Promise<void> {
  return until(`${node} has taken its release`, async () => {
    const { nodes } = await readStatus(network);
    return nodes.some(({ name, condition }) => name === node && condition === 'ok');
  });
}

async function run(network: LabNetwork, machine: string, ...command: string[]): Promise<void> {
  await network.lab.exec(machine, command);
}

function sh(network: LabNetwork, machine: string, script: string): Promise<void> {
  return run(network, machine, 'bash', '-c', script);
}

async function restartAgent(network: LabNetwork, node: string): Promise<void> {
  await network.stopAgent(node);
  network.startAgent(node);
}

/** Rules of a packet filter of another hand, in a table of its own. */
async function filter(
  network: LabNetwork,
  machine: string,
  hook: string,
  rules: readonly string[],
): Promise<void> {
  const body = rules.map((rule) => `    ${rule}\n`).join('');
  const table = `table inet fault {\n  chain ${hook} {\n    type filter hook ${hook} priority filter; policy accept;\n${body}  }\n}\n`;
  await network.lab.exec(machine, ['nft', '-f', '/dev/stdin'], { input: table });
}

async function unfilter(network: LabNetwork, machine: string): Promise<void> {
  await run(network, machine, 'nft', 'delete', 'table', 'inet', 'fault');
}

async function portOf(network: LabNetwork, node: string, peer: string): Promise<number> {
  const { stdout } = await network.lab.exec(node, ['wg', 'show', `tl-${peer}`, 'listen-port']);
  return Number(stdout);
}

async function bfdIs(network: LabNetwork, node: string, peer: string): Promise<boolean> {
  const { stdout } = await network.lab.exec(node, ['birdc', 'show', 'bfd', 'sessions'], {
    allowFailure: true,
  });
  const line = stdout.split('\n').find((text) => text.includes(`tl-${peer}`));
  return line !== undefined && /\bUp\b/.test(line);
}

function bfdDown(network: LabNetwork, node: string, peer: string): Promise<void> {
  return until(`BFD of ${node} with ${peer} is down`, async () => !(await bfdIs(network, node, peer)));
}

function bfdUp(network: LabNetwork, node: string, peer: string): Promise<void> {
  return until(`BFD of ${node} with ${peer} is up`, () => bfdIs(network, node, peer));
}

async function bgpIs(network: LabNetwork, node: string, peer: string): Promise<boolean> {
  const { stdout } = await network.lab.exec(node, ['birdc', 'show', 'protocols', `link_${peer}`], {
    allowFailure: true,
  });
  return stdout.includes('Established');
}

function bgpDown(network: LabNetwork, node: string, peer: string): Promise<void> {
  return until(`BGP of ${node} with ${peer} is down`, async () => !(await bgpIs(network, node, peer)));
}

function bgpUp(network: LabNetwork, node: string, peer: string): Promise<void> {
  return until(`BGP of ${node} with ${peer} is up`, () => bgpIs(network, node, peer));
}

/** Resolves when a node answers a question of the controller's. */
function answers(network: LabNetwork, node: string): Promise<void> {
  return until(`${node} answers`, () =>
    network.towline(['lg', node, 'show status']).then(
      () => true,
      () => false,
    ),
  );
}

/** Resolves when an agent that was started anew, has its session with the controller. */
function inContact(network: LabNetwork, node: string): Promise<void> {
  return until(`${node} is in contact`, async () => {
    const { stdout } = await network.lab.exec(node, ['cat', statusFile], { allowFailure: true });
    if (stdout === '' || JSON.parse(stdout).controller?.connected !== true) return false;
    const status = (await network.towlineJson(['status'])) as {
      nodes: { name: string; connected: boolean }[];
    };
    return status.nodes.some(({ name, connected }) => name === node && connected);
  });
}

const statusFile = '/run/towline/status.json';

/** Stops an agent, and what it said last is gone. */
async function stopAndForget(network: LabNetwork, node: string): Promise<void> {
  await network.stopAgent(node);
  await run(network, node, 'rm', '-f', statusFile);
}
