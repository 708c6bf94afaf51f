import { readFile } from 'node:fs/promises';
import { messageOf } from '../../shared/errors.ts';
import type { Resolve } from '../../shared/net/resolve.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { formatEndpoint, parseEndpoint } from '../../shared/wireguard/config-text.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import { managementInterface } from '../../shared/wireguard-names.ts';
import { parseControllerEndpoint, shouldAdvance } from './candidates.ts';

export interface TunnelOptions {
  readonly wireguard: WireGuard;
  /**
   * Makes the tunnel's interface, pointed at this address and port, or completes one that is there: by
   * difference, so that a tunnel that works does not notice.
   */
  readonly bringUp: (endpoint: string) => Promise<void>;
  /** Called once, when the interface is there: before, packets to the controller would leave by the uplink. */
  readonly onUp: () => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly resolve: Resolve;
  readonly resolveTimeoutMs: number;
  /** Base64. */
  readonly controllerPublicKey: string;
  /** `host:port`, best first. */
  readonly endpoints: readonly string[];
  /** Where the endpoint that worked last is kept. */
  readonly lastEndpointFile: string;
}

const intervalMs = 1000;

/** Keeps the management tunnel pointed at an endpoint that answers, until the signal is aborted. */
export async function keepTunnel(options: TunnelOptions, signal: AbortSignal): Promise<void> {
  const { clock, log } = options;
  let lastGood = await readLastEndpoint(options.lastEndpointFile);
  const queue: string[] = lastGood === undefined ? [] : [lastGood];
  let [next, failures, received] = [0, 0, 0];
  let receivedAt: number | undefined;
  let setAt: number | undefined;
  // Whether everything about the interface was set since this process began: an earlier one may have ended
  // half way, or with other keys.
  let [isComplete, isUp] = [false, false];

  const nextEndpoint = async (): Promise<string | undefined> => {
    if (queue.length === 0) {
      queue.push(...(await resolveEndpoint(options, options.endpoints[next % options.endpoints.length])));
      next++;
    }
    return queue.shift();
  };
  const findPeer = async () => {
    const device = (await options.wireguard.state()).get(managementInterface);
    return device?.peers.find(({ publicKey }) => publicKey === options.controllerPublicKey);
  };
  const tried = (endpoint: string) => {
    log.info({ endpoint }, 'trying the controller');
    setAt = clock.monotonic();
    failures++;
  };

  while (!signal.aborted) {
    try {
      let peer = await findPeer();
      if (peer === undefined || !isComplete) {
        isComplete = false;
        // Never without an endpoint: WireGuard would count its first handshake as sent, and wait 5 s
        // (REKEY_TIMEOUT) for the next.
        const inUse = peer?.endpoint;
        const endpoint = inUse ?? (await nextEndpoint());
        if (endpoint !== undefined) {
          await options.bringUp(endpoint);
          isComplete = true;
          if (inUse === undefined) tried(endpoint);
          peer = await findPeer();
        }
      }
      if (peer !== undefined && isComplete && !isUp) {
        isUp = true;
        options.onUp();
      }
      const now = clock.monotonic();
      if (peer !== undefined && peer.receivedBytes !== received) {
        received = peer.receivedBytes;
        receivedAt = now;
        failures = 0;
        if (peer.endpoint !== undefined && peer.endpoint !== lastGood) {
          lastGood = peer.endpoint;
          await writeAtomically(
            options.lastEndpointFile,
            `${JSON.stringify({ endpoint: lastGood })}\n`,
            0o600,
          );
        }
      }
      const view = {
        receivedAgoMs: receivedAt === undefined ? undefined : now - receivedAt,
        setAgoMs: setAt === undefined ? undefined : now - setAt,
        failures,
      };
      if (peer !== undefined && shouldAdvance(view)) {
        const endpoint = await nextEndpoint();
        if (endpoint !== undefined) {
          await options.wireguard.setEndpoint(managementInterface, peer.publicKey, endpoint);
          tried(endpoint);
        }
      }
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'management tunnel');
    }
    await clock.sleep(intervalMs, signal);
  }
}

async function resolveEndpoint(options: TunnelOptions, text: string | undefined): Promise<string[]> {
  const endpoint = parseControllerEndpoint(text ?? '');
  if (endpoint === undefined) return [];
  try {
    const addresses = await options.resolve(endpoint.host, options.resolveTimeoutMs);
    return addresses.map((address) => formatEndpoint(address, endpoint.port));
  } catch (error) {
    options.log.warn({ endpoint: text, error: messageOf(error) }, 'the controller cannot be resolved');
    return [];
  }
}

async function readLastEndpoint(file: string): Promise<string | undefined> {
  try {
    const { endpoint } = JSON.parse(await readFile(file, 'utf8')) as { endpoint?: unknown };
    return typeof endpoint === 'string' && parseEndpoint(endpoint) !== undefined ? endpoint : undefined;
  } catch {
    return undefined;
  }
}
