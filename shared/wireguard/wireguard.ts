import { TowlineError } from '../errors.ts';
import { type Clock, systemClock } from '../os/clock.ts';
import { CommandError, type Run } from '../os/run.ts';
import { checkEndpoint, formatSyncText } from './config-text.ts';
import { renewCommand, setCommands } from './difference.ts';
import { parseAllDump, type SecretDeviceState, withoutSecrets } from './dump.ts';
import { createInterface, linkExists, type StartWireGuardGo } from './interface.ts';
import type { DeviceConfig, DeviceState, PeerConfig, SharedKey, WireGuardMode } from './types.ts';

/** What the programs need of WireGuard on this machine. Everything throws CommandError when a command fails. */
export interface WireGuard {
  /** Makes the interface unless it is there: kernel WireGuard, else wireguard-go; checks that it really came up. */
  ensureInterface(name: string): Promise<void>;
  /** Takes the interface away if it is there, and wireguard-go with it. */
  removeInterface(name: string): Promise<void>;
  /**
   * Brings keys, port, mark and peers to the wanted state, from memory and by difference; does nothing if they
   * are so already. The endpoint of a peer that has one is left alone.
   */
  sync(name: string, config: DeviceConfig): Promise<void>;
  /** Sets a peer's endpoint, `address:port`; a peer that is not there is an error. */
  setEndpoint(name: string, publicKey: string, endpoint: string): Promise<void>;
  removePeer(name: string, publicKey: string): Promise<void>;
  /** Takes a peer away and adds it as given, in one command: WireGuard forgets its session and last timestamp. */
  renewPeer(name: string, peer: PeerConfig): Promise<void>;
  /** Makes an interface listen on a port of the kernel's choice, so that another may have the one it holds. */
  leavePort(name: string): Promise<void>;
  /** The endpoints of all peers as text: whether one changed is seen at a fraction of the cost of `state`. */
  endpoints(): Promise<string>;
  /** Every WireGuard interface of this network namespace, by name. */
  state(): Promise<Map<string, DeviceState>>;
  /**
   * Interfaces on which a peer that has a pre-shared key has another than it should. The keys are compared in memory
   * and thrown away.
   *
   * @param wanted by interface
   */
  withOtherKey(wanted: ReadonlyMap<string, SharedKey>): Promise<Set<string>>;
}

// Addresses are checked before; should a name slip through, wg must not wait for a resolver (72 s by default).
const env = { WG_ENDPOINT_RESOLUTION_RETRIES: '0', WG_COLOR_MODE: 'never' };
const timeoutMs = 10_000;

export function createWireGuard(
  run: Run,
  mode: WireGuardMode = 'auto',
  clock: Clock = systemClock,
  startGo?: StartWireGuardGo,
): WireGuard {
  const wg = (args: readonly string[], input?: string) =>
    run('wg', args, { env, timeoutMs, ...(input === undefined ? {} : { input }) });
  /** What is shown may hold private keys, also where wg is ended in the middle of it. */
  const show = (...args: readonly string[]) =>
    run('wg', ['show', ...args], { env, timeoutMs, hasSecretOutput: true });

  let making: Promise<void> | undefined;
  const looks = new Set<Promise<string>>();

  /**
   * Looks at all interfaces while none is being made: `wg show all` takes the socket of a wireguard-go that does not
   * listen on it yet for one left behind, and removes it; the interface would be gone as soon as it is there.
   */
  async function showAll(what: string): Promise<string> {
    while (making !== undefined) await making.catch(() => undefined);
    const look = show('all', what);
    looks.add(look);
    try {
      return await look;
    } finally {
      looks.delete(look);
    }
  }

  async function make(name: string): Promise<void> {
    while (making !== undefined || looks.size > 0) await Promise.allSettled([making, ...looks]);
    making = createInterface(run, name, mode, startGo);
    try {
      await making;
    } finally {
      making = undefined;
    }
  }

  async function secretState(name: string): Promise<SecretDeviceState> {
    // `wg show NAME dump` leaves the name out; put in front, its lines read like those of `all`.
    const lines = (await show(name, 'dump')).split('\n').filter((line) => line !== '');
    const device = parseAllDump(lines.map((line) => `${name}\t${line}`).join('\n')).get(name);
    if (device === undefined) throw new TowlineError('failed', `wg says nothing about interface ${name}`);
    return device;
  }

  /** What wg says where an interface does not answer; undefined where it does. */
  async function silence(name: string): Promise<CommandError | undefined> {
    try {
      await secretState(name);
      return undefined;
    } catch (error) {
      if (error instanceof CommandError) return error;
      throw error;
    }
  }

  /**
   * Whether wg itself says, twice, that it cannot get at an interface that is there: it was left by a process that
   * lost its control socket, and nothing can configure it any more. Any other failure (no memory, no wg) is thrown:
   * it is no reason to take a link down.
   */
  async function isOrphaned(name: string): Promise<boolean> {
    for (let attempt = 0; attempt < 2; attempt++) {
      if (attempt > 0) await clock.sleep(200);
      try {
        await secretState(name);
        return false;
      } catch (error) {
        if (!(error instanceof CommandError) || error.exitCode === undefined) throw error;
        const isDenied = /not permitted|permission denied/i.test(error.output);
        if (isDenied || !/unable to access interface/i.test(error.output)) throw error;
      }
    }
    return true;
  }

  return {
    async ensureInterface(name) {
      if (await linkExists(run, name)) {
        if (!(await isOrphaned(name))) return;
        await run('ip', ['link', 'delete', 'dev', name], { timeoutMs });
      }
      await make(name);
      // wireguard-go returns 0 and ends afterwards, for example when there are no inotify instances left.
      const deadline = clock.monotonic() + 5_000;
      for (;;) {
        const said = await silence(name);
        if (said === undefined && (await linkExists(run, name))) return;
        if (clock.monotonic() > deadline) {
          const words = said === undefined ? '' : ` (${said.message})`;
          throw new TowlineError(
            'failed',
            `interface ${name} did not come up${words}: run 'LOG_LEVEL=debug wireguard-go -f ${name}' to see why (fs.inotify.max_user_instances and /dev/net/tun are the usual causes)`,
          );
        }
        await clock.sleep(20);
      }
    },

    async removeInterface(name) {
      if (!(await linkExists(run, name))) return;
      await run('ip', ['link', 'delete', 'dev', name], { timeoutMs });
      // wireguard-go removes its socket when it ends; a new one cannot start before.
      const deadline = clock.monotonic() + 2_000;
      while ((await silence(name)) === undefined && clock.monotonic() < deadline) await clock.sleep(20);
    },

    async sync(name, config) {
      const running = await secretState(name);
      // All at once where there is nothing yet that could lose a packet; formatted also for its checks.
      const text = formatSyncText(config);
      if (running.peers.length === 0) {
        await wg(['syncconf', name, '/dev/stdin'], text);
        return;
      }
      for (const { args, input } of setCommands(config, running)) await wg(['set', name, ...args], input);
    },

    async setEndpoint(name, publicKey, endpoint) {
      // `wg set` would add a peer that is not there.
      const { peers } = await secretState(name);
      if (!peers.some((peer) => peer.publicKey === publicKey)) {
        throw new TowlineError('notFound', `interface ${name} has no peer ${publicKey}`);
      }
      await wg(['set', name, 'peer', publicKey, 'endpoint', checkEndpoint(endpoint)]);
    },

    async removePeer(name, publicKey) {
      await wg(['set', name, 'peer', publicKey, 'remove']);
    },

    async renewPeer(name, peer) {
      const { args, input } = renewCommand(peer);
      await wg(['set', name, ...args], input);
    },

    async leavePort(name) {
      await wg(['set', name, 'listen-port', '0']);
    },

    endpoints: () => showAll('endpoints'),

    async state() {
      const devices = parseAllDump(await showAll('dump'));
      return new Map([...devices].map(([name, device]) => [name, withoutSecrets(device)]));
    },

    async withOtherKey(wanted) {
      const devices = parseAllDump(await showAll('dump'));
      const others = [...wanted].filter(([name, { publicKey, presharedKey }]) => {
        const running = devices.get(name)?.presharedKeys.get(publicKey);
        return running !== undefined && running !== presharedKey;
      });
      return new Set(others.map(([name]) => name));
    },
  };
}
