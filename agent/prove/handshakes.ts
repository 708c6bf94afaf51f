import { TowlineError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import type { Bundle } from '../check/bundle.ts';
import type { LinkFile } from '../check/link-file.ts';
import { waited } from './waited.ts';

/**
 * Time in milliseconds that a new key of a link has to show itself. WireGuard makes new session keys at the
 * initiator when the old ones are 120 s old (REKEY_AFTER_TIME), and drops what comes with old ones after 180 s
 * (REJECT_AFTER_TIME; whitepaper, sections 5.4 and 6.1): until then a wrong key looks like a right one.
 */
export const handshakeWindowMs = 200_000;

const pollMs = 500;

/** Time of the last handshake on each interface as WireGuard says it, in seconds; 0 is never. */
export type Handshakes = ReadonlyMap<string, number>;

/**
 * Interfaces of the links whose pre-shared key or peer's key is another one in the new bundle, and whose session was
 * established before; sorted. Pure.
 *
 * @param before names of the sessions that were established
 */
export function rekeyedLinks(from: Bundle | undefined, to: Bundle, before: ReadonlySet<string>): string[] {
  const old = new Map(from?.links.map((link) => [link.interface, keysOf(link)]));
  const keys = new Map(to.links.map((link) => [link.interface, keysOf(link)]));
  return to.settings.links
    .filter(({ session, interface: name }) => {
      return before.has(session) && old.has(name) && old.get(name) !== keys.get(name);
    })
    .map((link) => link.interface)
    .sort();
}

function keysOf({ peer: { publicKey, presharedKey } }: LinkFile): string {
  return `${publicKey} ${presharedKey?.name ?? ''} ${presharedKey?.version ?? ''}`;
}

/** The last handshakes on some interfaces. */
export async function readHandshakes(wireguard: WireGuard, names: readonly string[]): Promise<Handshakes> {
  if (names.length === 0) return new Map();
  const devices = await wireguard.state();
  return new Map(names.map((name) => [name, devices.get(name)?.peers[0]?.latestHandshake ?? 0]));
}

/**
 * Waits until every one of these interfaces has had a handshake since the look right after the switch. Its time is
 * compared with itself and not with a clock of ours, which may have been set meanwhile. Throws `failed` with what
 * was missing when the signal ended.
 */
export async function proveHandshakes(
  { wireguard, clock }: { readonly wireguard: WireGuard; readonly clock: Clock },
  atSwitch: Handshakes,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const now = await readHandshakes(wireguard, [...atSwitch.keys()]);
    const missing = [...atSwitch].filter(([name, then]) => [0, then].includes(now.get(name) ?? 0));
    if (missing.length === 0) return;
    const names = missing.map(([name]) => name).join(', ');
    await waited(
      clock,
      pollMs,
      signal,
      () =>
        new TowlineError(
          'failed',
          `no handshake with the new key on ${names}: the ends may not have the same`,
        ),
    );
  }
}
