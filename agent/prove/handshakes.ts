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
 * Interfaces of the links whose pre-shared key, own key or peer's key is another one in the new bundle, and whose session was
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

function keysOf({ privateKey, peer: { publicKey, presharedKey } }: LinkFile): string {
  return `${privateKey} ${publicKey} ${presharedKey?.name ?? ''} ${presharedKey?.version ?? ''}`;
}

/**
 * What a handshake with the new keys has to differ from, on each interface. Another pre-shared key leaves the session
 * as it is, and its next handshake may still be with the old one up to the switch. Another key pair ends the session,
 * and the new one may be there before anybody looks: there the last handshake before the switch counts, and none of a
 * peer that has just been made. Pure.
 */
export function handshakesToBeat(
  from: Bundle | undefined,
  to: Bundle,
  before: Handshakes,
  after: Handshakes,
): Handshakes {
  const old = new Map(from?.links.map((link) => [link.interface, link]));
  const now = new Map(to.links.map((link) => [link.interface, link]));
  return new Map(
    [...after].map(([name, time]) => {
      const [was, is] = [old.get(name), now.get(name)];
      if (was?.peer.publicKey !== is?.peer.publicKey) return [name, 0];
      return [name, was?.privateKey === is?.privateKey ? time : (before.get(name) ?? 0)];
    }),
  );
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
