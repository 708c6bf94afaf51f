import { messageOf } from '../../shared/errors.ts';
import { type PeerMemory, watchSilence } from '../../shared/wireguard/silence.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';
import type { LinkFile } from '../check/link-file.ts';
import type { TrackerOptions } from './tracker.ts';

/** Renews the peers of links that were silent for so long that WireGuard may be refusing what they send. */
export function createSilenceBreaker({
  clock,
  log,
  renew,
  random = Math.random,
}: Pick<TrackerOptions, 'clock' | 'log' | 'renew' | 'random'>) {
  const silence = new Map<string, PeerMemory & { readonly publicKey: string }>();

  async function breakSilence(link: LinkFile, device: DeviceState | undefined): Promise<void> {
    const { interface: name, peer } = link;
    const running = device?.peers.find(({ publicKey }) => publicKey === peer.publicKey);
    if (running === undefined) return;
    const { publicKey } = running;
    const known = silence.get(name);
    const { memory, isDue } = watchSilence(known?.publicKey === publicKey ? known : undefined, {
      receivedBytes: running.receivedBytes,
      nowMs: clock.monotonic(),
      random: random(),
    });
    silence.set(name, { ...memory, publicKey });
    if (!isDue) return;
    try {
      if (await renew(link)) log.warn({ interface: name }, 'nothing arrived for minutes, peer renewed');
    } catch (error) {
      // Not at the cost of the other links; it is due again after the pause.
      log.warn({ interface: name, error: messageOf(error) }, 'peer not renewed');
    }
  }

  return async (links: readonly LinkFile[], devices: ReadonlyMap<string, DeviceState>): Promise<void> => {
    const current = new Set(links.map((link) => link.interface));
    for (const name of silence.keys()) if (!current.has(name)) silence.delete(name);
    for (const link of links) await breakSilence(link, devices.get(link.interface));
  };
}
