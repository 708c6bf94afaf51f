import type { LinkExamination } from '../../shared/gen/towline/v1/LinkExamination.ts';
import type { LinkFacts } from './facts.ts';

/** Whether packets get through a link in both directions. */
export type TunnelState = 'works' | 'broken' | 'unknown';

/** Without a session WireGuard sends an initiation each 5 s, with jitter. */
const initiationMs = 8_000;
/** After this a session carries nothing (REJECT_AFTER_TIME, in seconds). */
export const sessionS = 180;

/** Whether packets get through. An answer of either end's peer proves both directions. Pure. */
export function tunnelState({ ends }: LinkFacts): TunnelState {
  const pings = ends.flatMap(({ seen }) =>
    seen === undefined || seen.smallPing === '' ? [] : [seen.smallPing],
  );
  if (pings.includes('answered')) return 'works';
  if (ends.some(({ seen }) => seen !== undefined && seen.receivedSinceBytes > 0 && seen.bfdState === 'Up'))
    return 'works';
  return pings.length > 0 || ends.some(({ seen }) => seen !== undefined && seen.mtu === 0)
    ? 'broken'
    : 'unknown';
}

/**
 * Whether something authentic of the peer arrives at this end. In the time of an examination its peer sends something:
 * within a session at once, without one an initiation each few seconds. Pure.
 */
export function hears({ receivedSinceBytes, heardAgeMs, handshakeAgeS }: LinkExamination): boolean {
  if (receivedSinceBytes > 0) return true;
  const hasSession = handshakeAgeS !== undefined && handshakeAgeS < sessionS;
  return !hasSession && heardAgeMs !== undefined && heardAgeMs <= initiationMs;
}
