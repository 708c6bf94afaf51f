import { messageOf, TowlineError } from '../../shared/errors.ts';
import { configureInterface } from '../../shared/net/addresses.ts';
import type { Log } from '../../shared/os/log.ts';
import { createMutex } from '../../shared/os/mutex.ts';
import type { Run } from '../../shared/os/run.ts';
import type { DeviceConfig } from '../../shared/wireguard/types.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import { fwmark, type ManagementInterface, otherManagementInterface } from '../../shared/wireguard-names.ts';
import { cannotListen } from '../serve/cannot-listen.ts';
import { leadAnswers, leadAnswersNowhere } from './answers.ts';
import { guardRules, hasGuard } from './guard.ts';
import type { Roster } from './roster.ts';

/** One WireGuard interface of the controller. */
export interface TunnelEnd {
  readonly interface: ManagementInterface;
  readonly listenPort: number;
  /** Of the controller, 32 bytes. */
  readonly privateKey: Buffer;
}

/** The interface of the tunnel, and the one beside it while the tunnel moves. */
export interface TunnelEnds {
  readonly home: TunnelEnd;
  readonly beside: TunnelEnd | undefined;
  /** Whether the port of `home` is the one of controller.toml, and not one that the tunnel was moved to. */
  readonly isConfigured: boolean;
}

/** The controller's end of the management tunnel. */
export interface Tunnel {
  /**
   * Brings interfaces, addresses, peers and guard to what they should be; harmless to repeat. An end beside that does
   * not come up is no error: nodes have the other one, and it is tried again.
   */
  ensure(): Promise<void>;
  /** Brings up other ends than those in force, to see whether they can be. Throws what is wrong. */
  tryOut(ends: TunnelEnds): Promise<void>;
  /** Brings the peers to the roster; where that fails, the next look at the endpoints tries again. */
  syncPeers(): Promise<void>;
  /** Where each node's tunnel comes from now, by node number: the public address. */
  endpoints(): Promise<Map<number, string>>;
  /** Why the end beside is not there; undefined if it is, or none should be. */
  besideProblem(): string | undefined;
}

export interface TunnelOptions {
  readonly run: Run;
  readonly wireguard: WireGuard;
  readonly log: Log;
  readonly roster: Roster;
  readonly ends: () => TunnelEnds;
  readonly controllerAddress: string;
  readonly managementPrefix: string;
  /** The public address in what WireGuard calls an endpoint. */
  readonly addressOf: (endpoint: string) => string;
}

// RFC 8200 section 5: the least that IPv6 needs, so that it fits through every access line.
const mtu = 1280;
/** Looks at the endpoints, a second each, between two attempts to bring up an end that does not come up. */
const looksBetween = 30;
/** The same, between two looks at whether the guard is there. */
const guardEvery = 10;

export function createTunnel(options: TunnelOptions): Tunnel {
  const { run, wireguard, roster, log, managementPrefix } = options;
  const turn = createMutex();
  let stale = false;
  let problem: string | undefined;
  let [looks, guardLooks] = [0, 0];

  function deviceConfig(end: TunnelEnd): DeviceConfig {
    return {
      privateKey: end.privateKey.toString('base64'),
      listenPort: end.listenPort,
      fwmark,
      peers: roster.all().map((node) => ({
        publicKey: node.managementKey.toString('base64'),
        allowedIps: [`${roster.managementAddress(node.nodeId)}/128`],
      })),
    };
  }

  async function bringUp(end: TunnelEnd): Promise<void> {
    await wireguard.ensureInterface(end.interface);
    await wireguard.sync(end.interface, deviceConfig(end));
    const addresses = [`${options.controllerAddress}/64`];
    await configureInterface(run, end.interface, { addresses, mtu });
  }

  async function bringUpHome({ home, beside, isConfigured }: TunnelEnds): Promise<void> {
    // The guard first: there is no moment in which the address is there and the guard is not.
    const interfaces = [home, ...(beside === undefined ? [] : [beside])].map((end) => end.interface);
    await run('nft', ['-f', '-'], { input: guardRules(managementPrefix, interfaces), timeoutMs: 10_000 });
    try {
      await bringUp(home);
    } catch (error) {
      if (!isTaken(error)) throw error;
      const port = `UDP port ${home.listenPort}`;
      if (isConfigured) throw cannotListen(port, 'listen.wireguard_port', error);
      const message = `cannot listen on ${port}: another program has it: free it ('ss -lnup' shows who has it), the nodes know no other port`;
      throw new TowlineError('failed', message, { cause: error });
    }
    // Both ends have the controller's address with its prefix: this one is the way to nodes that are at neither.
    const route = ['-6', 'route', 'replace', managementPrefix, 'dev', home.interface, 'metric', '128'];
    await run('ip', route, { timeoutMs: 10_000 });
  }

  async function bringUpBeside({ home, beside }: TunnelEnds): Promise<void> {
    try {
      if (beside === undefined) {
        await leadAnswersNowhere(run);
        const other = otherManagementInterface(home.interface);
        if ((await wireguard.state()).has(other)) await wireguard.removeInterface(other);
        problem = undefined;
        return;
      }
      await bringUp(beside);
      await leadAnswers(run, managementPrefix, home.interface, beside.interface);
      problem = undefined;
    } catch (error) {
      problem =
        beside !== undefined && isTaken(error)
          ? `UDP port ${beside.listenPort} is in use by another program ('ss -lnup' shows which)`
          : messageOf(error);
      const what = beside === undefined ? 'the old end does not go' : 'the new end does not come up';
      throw new TowlineError('failed', `${what}: ${problem}`, { cause: error });
    }
  }

  /** The end beside, where it is: what it lacks is written down, and is no reason to leave the other one alone. */
  async function syncBeside({ beside }: TunnelEnds): Promise<void> {
    if (beside === undefined || problem !== undefined) return;
    await wireguard.sync(beside.interface, deviceConfig(beside));
  }

  async function ensure(): Promise<void> {
    const ends = options.ends();
    await bringUpHome(ends);
    stale = false;
    await bringUpBeside(ends).catch((error: unknown) => {
      log.error({ reason: messageOf(error) }, 'management tunnel, trying again');
    });
  }

  async function syncPeers(): Promise<void> {
    const ends = options.ends();
    stale = true;
    await wireguard.sync(ends.home.interface, deviceConfig(ends.home));
    await syncBeside(ends);
    stale = false;
  }

  return {
    ensure: () => turn.run(ensure),
    tryOut: (ends) =>
      turn.run(async () => {
        await bringUpHome(ends);
        await bringUpBeside(ends);
      }),
    syncPeers: () => turn.run(syncPeers),
    besideProblem: () => problem,

    async endpoints() {
      const { home, beside } = options.ends();
      if (problem !== undefined && looks++ % looksBetween === looksBetween - 1) await turn.run(ensure);
      if (++guardLooks % guardEvery === 0 && !(await hasGuard(run))) {
        await turn.run(ensure);
        log.warn({ table: 'inet towline_controller' }, 'something took the packet filter away, it is back');
      }
      if (stale) await turn.run(syncPeers);
      const devices = await wireguard.state();
      const found = new Map<number, { readonly at: number; readonly address: string }>();
      for (const end of [home, ...(beside === undefined ? [] : [beside])]) {
        const device = devices.get(end.interface);
        if (device === undefined && (end === home || problem === undefined)) {
          throw new Error(`interface ${end.interface} is gone`);
        }
        for (const peer of device?.peers ?? []) {
          const node = roster.withKey(peer.publicKey);
          if (node === undefined || peer.endpoint === undefined || peer.latestHandshake === 0) continue;
          if ((found.get(node.nodeId)?.at ?? 0) > peer.latestHandshake) continue;
          found.set(node.nodeId, { at: peer.latestHandshake, address: options.addressOf(peer.endpoint) });
        }
      }
      return new Map([...found].map(([nodeId, { address }]) => [nodeId, address]));
    },
  };
}

function isTaken(error: unknown): boolean {
  return /address (already )?in use/i.test(messageOf(error));
}
