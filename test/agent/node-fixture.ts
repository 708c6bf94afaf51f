import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createBird } from '../../agent/bird/bird.ts';
import { type BirdSocket, birdSocket } from '../../agent/bird/socket.ts';
import { pathsOf } from '../../agent/config/paths.ts';
import { knownServices } from '../../agent/config/schema.ts';
import type { CustomService } from '../../agent/config/services.ts';
import type { CyclePorts } from '../../agent/cycle.ts';
import { openJournal } from '../../agent/journal/store.ts';
import { onlySigner } from '../../agent/keys/signers.ts';
import { openPathMtus } from '../../agent/path-mtu/memory.ts';
import { establishedSessions } from '../../agent/prove/sessions.ts';
import { ownHands } from '../../agent/services/hands.ts';
import { openPlacedFiles } from '../../agent/services/placed.ts';
import { createCustomServices } from '../../agent/services/ports.ts';
import { filterConfig } from '../../agent/system/filter-config.ts';
import { ensureFilter } from '../../agent/system/filter-note.ts';
import { generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { readLinks } from '../../shared/net/link.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { freeSpace } from '../../shared/os/free-space.ts';
import { createMutex } from '../../shared/os/mutex.ts';
import { type Run, run as realRun } from '../../shared/os/run.ts';
import { createWireGuard } from '../../shared/wireguard/wireguard.ts';
import { networkId, nodeId, sealing, signing } from '../fakes/bundles.ts';
import type { FakeController } from '../fakes/controller.ts';
import { silentLog } from '../fakes/log.ts';
import type { Neighbour } from '../fakes/namespaces.ts';
import { until } from '../fakes/until.ts';

/** Link keys of the node under test and of its neighbour. */
export const own = generateBoxKeyPair();
export const other = generateBoxKeyPair();
export const psk = { name: 'psk:berlin--hamburg', version: 1, value: Buffer.alloc(32, 7) };

export interface RealOptions {
  /** Stands before the machine's commands. */
  readonly run?: Run;
  /** Stands before BIRD's control socket. */
  readonly socket?: BirdSocket;
  /** Custom services of the node. */
  readonly known?: readonly CustomService[];
}

export const birdSocketPath = '/run/bird/bird.ctl';

/** Real ports of this (isolated) machine; only the controller is a fake. */
export async function realParts(
  stateDir: string,
  controller: FakeController,
  options: RealOptions = {},
): Promise<CyclePorts> {
  const { run = realRun, socket = birdSocket(birdSocketPath), known = [] } = options;
  await mkdir(stateDir, { recursive: true });
  const paths = pathsOf({ state_dir: stateDir, runtime_dir: '/run/towline' });
  const socketPath = birdSocketPath;
  return {
    run,
    clock: systemClock,
    log: silentLog,
    lock: createMutex(),
    wireguard: createWireGuard(run),
    bird: createBird({
      run,
      clock: systemClock,
      socket,
      socketPath,
      file: join(paths.current, 'bird/bird.conf'),
      program: 'bird',
      noteFile: paths.birdNote,
      patienceMs: 2000,
      start: [
        'bird',
        '-c',
        join(paths.current, 'bird/bird.conf'),
        '-s',
        socketPath,
        '-P',
        '/run/bird/bird.pid',
      ],
    }),
    paths,
    linkPrivateKey: () => own.privateKey,
    hints: () => new Map(),
    pathMtus: await openPathMtus(paths.pathMtus),
    applyFilter: async (mssClamp) => {
      await ensureFilter(run, filterConfig(undefined, mssClamp), paths.filterNote);
    },
    bundleKeys: { signers: onlySigner(signing.publicKey), sealingPrivateKey: sealing.privateKey },
    signers: onlySigner(signing.publicKey),
    journal: await openJournal(paths.journal, networkId),
    openClient: controller.open,
    networkId,
    nodeId,
    epoch: 1,
    services: [...knownServices, ...known.map(({ name }) => name)],
    freeSpace,
    customServices: await createCustomServices(
      known,
      await openPlacedFiles(paths.placed, silentLog),
      [stateDir],
      ownHands(run),
      paths.servicesNote,
    ),
  };
}

export interface LinkOptions {
  readonly index: number;
  readonly keepalive?: number;
  readonly remoteAs?: number;
  readonly psk?: boolean;
}

const name = (index: number) => ['hamburg', 'kiel', 'bonn'][index] ?? `n${index}`;

/** The files of a bundle of node berlin with these links: link n to fe80::(n+1)2 on port 51821 + n. */
export function nodeFiles(links: readonly LinkOptions[], loopback = '10.255.0.1'): Record<string, string> {
  const files: Record<string, string> = {};
  for (const { index, keepalive = 25, psk: hasPsk = true } of links) {
    files[`wireguard/tl-${name(index)}.conf`] = `[Interface]
PrivateKey = @private
ListenPort = ${51821 + index}
FwMark = 0x746c
Address = fe80::${index + 1}1/64
MTU = 1400

[Peer]
PublicKey = ${other.publicKey.toString('base64')}
${hasPsk ? `PresharedKey = @${psk.name}:1\n` : ''}AllowedIPs = 0.0.0.0/0, ::/0
Endpoint = 10.9.0.2:${51821 + index}
PersistentKeepalive = ${keepalive}
`;
  }
  const table = (text: (name: string, link: LinkOptions) => string) =>
    links.map((link) => text(name(link.index), link)).join('');
  files['agent/settings.toml'] = `node = "berlin"
loopback_v4 = "${loopback}"
loopback_v6 = "fd00:1::1"
mss_clamp = true
${table((peer) => `[[links]]\npeer = "${peer}"\ninterface = "tl-${peer}"\nsession = "tl_${peer}"\n`)}`;
  files['bird/bird.conf'] = birdConfig('10.255.0.1', 'ebgp.conf');
  files['bird/ebgp.conf'] = table((peer, { index, remoteAs = 65002 }) =>
    birdSession(`tl_${peer}`, 65001, remoteAs, `fe80::${index + 1}2`, `tl-${peer}`),
  );
  return files;
}

/** Waits until exactly these sessions are established. */
export async function allUp({ bird }: CyclePorts, sessions: readonly string[]): Promise<void> {
  const wanted = [...sessions].sort().join();
  await until(`established: ${wanted}`, async () => (await established(bird)).join() === wanted);
}

/** Names of the sessions that are established, sorted; none while BIRD is away. */
export async function established(bird: CyclePorts['bird']): Promise<string[]> {
  return [...establishedSessions(await bird.protocols().catch(() => []))].sort();
}

/** Takes away what a reboot takes away: link interfaces, addresses on lo, BIRD. */
export async function powerCut({ bird, wireguard }: CyclePorts): Promise<void> {
  const pid = (await readFile('/run/bird/bird.pid', 'utf8')).trim();
  process.kill(Number(pid), 'SIGKILL');
  await until('BIRD is gone', async () => !(await bird.isRunning()));
  const links = (await readLinks(realRun)).filter(({ name }) => name.startsWith('tl-'));
  for (const link of links) await wireguard.removeInterface(link.name);
  for (const address of ['10.255.0.1/32', 'fd00:1::1/128'])
    await realRun('ip', ['address', 'delete', address, 'dev', 'lo']);
}

/** Brings the neighbour's ends of links 0 to 2 up. */
export async function setUpNeighbour(neighbour: Neighbour): Promise<void> {
  for (const index of [0, 1, 2]) {
    const device = `tl-back${index}`;
    await neighbour.exec('wireguard-go', [device]);
    const config = `[Interface]\nPrivateKey = ${other.privateKey.toString('base64')}\nListenPort = ${51821 + index}
[Peer]\nPublicKey = ${own.publicKey.toString('base64')}\nPresharedKey = ${psk.value.toString('base64')}
AllowedIPs = 0.0.0.0/0, ::/0\nEndpoint = 10.9.0.1:${51821 + index}\n`;
    await neighbour.exec('wg', ['setconf', device, '/dev/stdin'], config);
    await neighbour.exec('ip', ['link', 'set', 'dev', device, 'mtu', '1400', 'addrgenmode', 'none', 'up']);
    await neighbour.exec('ip', ['address', 'add', `fe80::${index + 1}2/64`, 'dev', device, 'nodad']);
  }
  const sessions = [0, 1, 2].map((index) =>
    birdSession(`back${index}`, 65002, 65001, `fe80::${index + 1}1`, `tl-back${index}`),
  );
  await neighbour.exec('tee', ['/run/bird.conf'], `${birdConfig('10.255.0.2')}${sessions.join('')}`);
  await neighbour.exec('bird', ['-c', '/run/bird.conf', '-s', '/run/bird.ctl']);
}

function birdConfig(routerId: string, include?: string): string {
  return `router id ${routerId};
timeformat protocol iso long;
protocol device {
}
protocol bfd tl_bfd {
  accept ipv6 direct;
  strict bind yes;
  interface "tl-*" { interval 300 ms; multiplier 5; };
}
${include === undefined ? '' : `include "${include}";\n`}`;
}

function birdSession(session: string, asn: number, remoteAs: number, remote: string, device: string): string {
  // fe80::N1 is ours, fe80::N2 the neighbour's.
  const local = remote.replace(/.$/, (end) => (end === '1' ? '2' : '1'));
  return `protocol bgp ${session} {
  local ${local} as ${asn};
  neighbor ${remote} as ${remoteAs};
  interface "${device}";
  direct;
  strict bind yes;
  bfd on;
  connect delay time 1;
  connect retry time 1;
  error wait time 1, 2;
  ipv6 { import all; export none; };
}
`;
}
