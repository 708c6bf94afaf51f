import { isIP } from 'node:net';
import { endpointAddress, formatEndpoint } from '../../shared/wireguard/config-text.ts';
import { addressOfFamily, familyOfPair, type Router } from './world.ts';

export const port = 51_821;
/** BFD's packets, once a second while its session is down (RFC 5880, section 6.8.3). */
const [bfdMs, slowBfdMs, detectMs] = [300, 1000, 900];
// REJECT_AFTER_TIME, KEEPALIVE_TIMEOUT + REKEY_TIMEOUT, REKEY_TIMEOUT and REKEY_AFTER_TIME of the WireGuard paper.
const [rejectMs, silenceMs, retryMs, rekeyMs] = [180_000, 15_000, 5000, 120_000];
/** So long a stateful firewall lets answers in. */
const stateMs = 120_000;

/** One end of a link as its router's WireGuard has it. */
export interface End {
  readonly router: Router;
  endpoint: string | undefined;
  receivedBytes: number;
  receivedMs: number;
  /** When its packets are due. */
  dataMs: number;
  handshakeMs: number;
  /** When it sent last, by own address and the other's: what its firewall remembers. */
  readonly sent: Map<string, number>;
}

export interface Link {
  readonly name: string;
  readonly ends: readonly [End, End];
  /** When both ends were in contact last: while the keys of then are valid, data is accepted from anywhere. */
  contactMs: number;
  /** Of the latest handshake. */
  latestHandshakeMs: number;
}

export function createLink([a, b]: readonly [Router, Router], random: () => number): Link {
  const end = (router: Router, peer: Router): End => ({
    router,
    endpoint: endpointAt(addressOfFamily(peer, familyOfPair(a, b) ?? 6) ?? ''),
    ...{ receivedBytes: 1, receivedMs: 0, dataMs: random() * bfdMs, handshakeMs: 0, sent: new Map() },
  });
  return { name: `${a.name}--${b.name}`, ends: [end(a, b), end(b, a)], contactMs: 0, latestHandshakeMs: 0 };
}

export function endpointAt(address: string): string {
  return formatEndpoint(address, port);
}

/** Each end of a link with the other one. */
export function bothWays({ ends: [a, b] }: Link): readonly (readonly [own: End, other: End])[] {
  return [
    [a, b],
    [b, a],
  ];
}

/** Whether both ends heard each other within the time that BFD gives them. */
export function works({ ends }: Link, nowMs: number): boolean {
  return ends.every(({ receivedMs }) => nowMs - receivedMs <= detectMs);
}

/** A link that nothing happened to for long: it worked until now, with the keys of the last two minutes. */
export function wake(link: Link, nowMs: number, random: () => number): void {
  link.contactMs = nowMs;
  link.latestHandshakeMs = nowMs - random() * rekeyMs;
  for (const end of link.ends) {
    end.receivedMs = nowMs;
    end.receivedBytes += 100;
    const address = endpointAddress(end.endpoint) ?? '';
    end.sent.set(`${addressOfFamily(end.router, isIP(address))} ${address}`, nowMs);
    end.dataMs = nowMs + random() * bfdMs;
  }
}

/** What both ends send at this moment, and what becomes of it. */
export function exchange(link: Link, nowMs: number): void {
  for (const [from, to] of bothWays(link)) send(link, from, to, nowMs);
  if (!link.ends.every(({ receivedMs }) => nowMs - receivedMs < silenceMs)) return;
  link.contactMs = nowMs;
  if (nowMs - link.latestHandshakeMs > rekeyMs) link.latestHandshakeMs = nowMs;
}

function send(link: Link, from: End, to: End, nowMs: number): void {
  const target = endpointAddress(from.endpoint);
  if (!from.router.isUp || target === undefined) return;
  const source = addressOfFamily(from.router, isIP(target));
  if (source === undefined) return;
  const isValid = nowMs - link.contactMs < rejectMs;
  const isHandshake =
    (!isValid || nowMs - from.receivedMs > silenceMs) && nowMs - from.handshakeMs >= retryMs;
  const isData = isValid && nowMs >= from.dataMs;
  if (!isHandshake && !isData) return;
  if (isHandshake) from.handshakeMs = nowMs;
  from.dataMs = nowMs + (nowMs - from.receivedMs > detectMs ? slowBfdMs : bfdMs);
  from.sent.set(`${source} ${target}`, nowMs);
  if (!arrives(to, source, target, nowMs)) return;
  receive(to, source, nowMs);
  if (!isHandshake) return;
  // The response takes the way back, which the initiation has opened.
  receive(from, target, nowMs);
  link.latestHandshakeMs = nowMs;
  link.contactMs = nowMs;
}

function arrives({ router, sent }: End, source: string, target: string, nowMs: number): boolean {
  if (!router.isUp || !router.addresses.includes(target)) return false;
  const openedMs = sent.get(`${target} ${source}`);
  return router.line.isOpen || (openedMs !== undefined && nowMs - openedMs < stateMs);
}

/** Something authenticated: WireGuard follows it. */
function receive(end: End, source: string, nowMs: number): void {
  end.receivedBytes += 100;
  end.receivedMs = nowMs;
  end.endpoint = endpointAt(source);
}
