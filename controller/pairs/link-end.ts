import { readWireGuardFile } from '../impact/wireguard-file.ts';

/** What one end of a link says of itself and of the other end. */
export interface LinkEnd {
  /** Reference to the pre-shared key, `@psk:<link>:<version>`; empty for none. */
  readonly psk: string;
  /** Public key of this end, as the controller knows it by its reference; undefined where it does not. */
  readonly ownKey: string | undefined;
  /** Public key of the other end. */
  readonly peerKey: string;
  readonly listenPort: string;
  /** Port of the other end's endpoint; undefined where only the other end dials. */
  readonly endpointPort: string | undefined;
}

/** What one end has now, and what it is to have. */
export interface Turn {
  readonly now: LinkEnd;
  readonly next: LinkEnd;
}

/**
 * How an end's change hangs together with the other end: `free` to switch alone, only `together` with it, or it
 * `waits`, since the other end's part of the change is not wanted of it yet.
 */
export type Bond = 'free' | 'together' | 'waits';

/**
 * Reads a WireGuard file of a bundle; an admin may have replaced its template, so whatever it gets is read. Pure.
 *
 * @param publicKeyOf public key to a reference such as `@private:2`
 */
export function readLinkEnd(
  text: string,
  publicKeyOf: (reference: string) => string | undefined = () => undefined,
): LinkEnd {
  const file = readWireGuardFile(text);
  return {
    ownKey: publicKeyOf(file.get('interface.privatekey') ?? ''),
    psk: file.get('peer.presharedkey') ?? '',
    peerKey: file.get('peer.publickey') ?? '',
    listenPort: file.get('interface.listenport') ?? '',
    endpointPort: /:(\d{1,5})$/.exec(file.get('peer.endpoint') ?? '')?.[1],
  };
}

type Fits = (own: LinkEnd, other: LinkEnd) => boolean;

const dials: Fits = (own, other) => own.endpointPort === undefined || own.endpointPort === other.listenPort;

/** Whether an end has the key of the other one, as far as that is known. */
function knows(own: LinkEnd, other: LinkEnd): boolean {
  return other.ownKey === undefined || own.peerKey === other.ownKey;
}

/** What has to agree at both ends for a link to work. */
const agreements: readonly Fits[] = [
  (own, other) => own.psk === other.psk,
  knows,
  (own, other) => knows(other, own),
  dials,
  (own, other) => dials(other, own),
];

/**
 * The bond of an end that changes. What did not agree before either (a port that a firewall maps, an end that is
 * ahead already) ties nobody. Another public key that is not one of the other end's is another router in the place of
 * one that is gone: nobody waits for that. Pure.
 *
 * @param counterpart the other end as of the release that `own.next` is of, whether it is to have it or not
 */
export function bondOf(own: Turn, other: Turn, counterpart: LinkEnd | undefined): Bond {
  const keys = (...ends: (LinkEnd | undefined)[]) => ends.map((end) => end?.ownKey);
  if (isReplaced(own, keys(other.now, other.next, counterpart))) return 'free';
  if (isReplaced(other, keys(own.now, own.next))) return 'free';
  let bond: Bond = 'free';
  for (const fits of agreements) {
    if (!fits(own.now, other.now) || fits(own.next, other.now)) continue;
    if (fits(own.next, other.next)) bond = bond === 'free' ? 'together' : bond;
    else if (counterpart !== undefined && fits(own.next, counterpart)) bond = 'waits';
  }
  return bond;
}

/** Whether an end is to talk to a router that has none of these keys, and did not before. */
function isReplaced({ now, next }: Turn, keys: readonly (string | undefined)[]): boolean {
  return now.peerKey !== next.peerKey && !keys.includes(next.peerKey);
}
