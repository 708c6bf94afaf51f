import { setTimeout as delay } from 'node:timers/promises';
import { birdSocket } from '../../agent/bird/socket.ts';
import type { Lab } from '../../lab/lab.ts';
import type { Service } from '../../lab/machines/service.ts';
import { TowlineError } from '../../shared/errors.ts';

export interface Birds {
  /** Control socket of the one with many sessions. */
  readonly socket: string;
  stop(): Promise<void>;
}

/**
 * An address of its own at each end of each session, none that Towline gives to a link: BIRD has one BFD session an
 * interface and peer's address.
 */
const ownOf = (index: number) => `172.30.${index >> 8}.${index & 255}`;
/** Of configuration, socket and number, on its machine. */
const path = '/run/many-birds';
const peerOf = (index: number) => `172.31.${index >> 8}.${index & 255}`;
/** Under load, 499 sessions take a while. */
const deadlineMs = 120_000;

/**
 * Two real BIRDs on machines of a lab, with so many BGP and BFD sessions between them as a hub with so many links has,
 * established when it resolves. They have a network of their own between them. Throws `failed`.
 */
export async function startBirds(
  lab: Lab,
  [a, b]: readonly [string, string],
  sessions: number,
): Promise<Birds> {
  const started: Service[] = [];
  try {
    const peers = Array.from({ length: sessions }, (_, index) => ({
      name: `link_${index + 1}`,
      own: ownOf(index + 1),
      address: peerOf(index + 1),
    }));
    for (const [machine, other, addresses] of [
      [a, b, peers.map(({ own }) => own)],
      [b, a, peers.map(({ address }) => address)],
    ] as const) {
      const { ipv4 = '' } = lab.publicAddresses(other);
      const steps = [
        `link add many type vxlan id 499 remote ${ipv4} dstport 4789 dev wan0`,
        'link set many up',
        ...addresses.map((address) => `addr add ${address}/15 dev many`),
      ];
      await lab.exec(machine, ['ip', '-batch', '-'], { input: `${steps.join('\n')}\n` });
      const protocols = peers.map(({ name, own, address }) => {
        const [local, remote] = machine === a ? [own, address] : [address, own];
        const [localAs, remoteAs] = machine === a ? [65_001, 65_002] : [65_002, 65_001];
        return `protocol bgp ${name} from tl { local ${local} port 1790 as ${localAs}; neighbor ${remote} port 1790 as ${remoteAs}; }`;
      });
      await lab.exec(machine, ['tee', `${path}.conf`], { input: `${common}${protocols.join('\n')}\n` });
      const command = ['bird', '-f', '-c', `${path}.conf`, '-s', `${path}.ctl`, '-P', `${path}.pid`];
      started.push(lab.start(machine, command, { name: 'many-birds' }));
    }
    const pid = await started[0]?.pid();
    if (pid === undefined)
      throw new TowlineError('failed', `BIRD has ended: ${await lastWords(lab, started[0])}`);
    // A machine's /run is its own.
    const socket = `/proc/${pid}/root${path}.ctl`;
    await waitUntilEstablished(socket, sessions);
    return { socket, stop };
  } catch (error) {
    await stop();
    throw error;
  }

  async function stop(): Promise<void> {
    for (const service of started) await lab.stopProgram(service);
  }
}

async function lastWords(lab: Lab, service: Service | undefined): Promise<string> {
  return service === undefined ? '' : (await lab.readLog(service)).trim().slice(-300);
}

const common = `router id from "many";
timeformat protocol iso long;
protocol device { }
protocol bfd { interface "many" { interval 2 s; multiplier 5; }; }
template bgp tl {
  bfd on;
  connect delay time 1;
  connect retry time 2;
  error wait time 1, 5;
  ipv4 { import all; export none; import table on; };
  ipv6 { import all; export none; };
}
`;

async function waitUntilEstablished(path: string, sessions: number): Promise<void> {
  const ask = birdSocket(path);
  const deadline = Date.now() + deadlineMs;
  for (let [count, missing] = [0, '']; ; ) {
    await delay(1000);
    try {
      const { lines } = await ask('show protocols');
      const found = lines.filter(({ text }) => /\bBGP\b/.test(text));
      const others = found.filter(({ text }) => !/\bEstablished\b/.test(text));
      [count, missing] = [found.length - others.length, others[0]?.text ?? 'BIRD names no other'];
    } catch {
      // It has no socket yet.
    }
    if (count === sessions) return;
    if (Date.now() > deadline)
      throw new TowlineError(
        'failed',
        `${count} of ${sessions} sessions of BIRD were established in time: ${missing}`,
      );
  }
}
