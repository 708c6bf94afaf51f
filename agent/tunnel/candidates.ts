import { parseEndpoint } from '../../shared/wireguard/config-text.ts';

/** A controller endpoint as the enrollment gives it: a name or an address, with a port. */
export interface ControllerEndpoint {
  readonly host: string;
  readonly port: number;
}

/** Takes `host:port` or `[address]:port` apart; undefined for anything else. */
export function parseControllerEndpoint(text: string): ControllerEndpoint | undefined {
  const numeric = parseEndpoint(text);
  if (numeric !== undefined) return { host: numeric.address, port: numeric.port };
  const match = /^([A-Za-z0-9]([A-Za-z0-9._-]{0,252}[A-Za-z0-9.])?):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match?.[1] === undefined || port < 1 || port > 65_535) return undefined;
  return { host: match[1], port };
}

/** What is known of the tunnel at one moment; times in milliseconds. */
export interface TunnelView {
  /** Since something authenticated arrived; undefined if nothing did yet. */
  readonly receivedAgoMs: number | undefined;
  /** Since the endpoint in use was set; undefined if none was. */
  readonly setAgoMs: number | undefined;
  /** Number of endpoints that were tried since the tunnel last worked. */
  readonly failures: number;
  /** Since the node's own addresses changed; undefined if something arrived after that, or they never did. */
  readonly movedAgoMs?: number | undefined;
  /** Whether there is a way out in the family of the endpoint in use. */
  readonly hasWay?: boolean;
}

// The controller answers the agent's gRPC keepalive every 30 s; and WireGuard itself a handshake every 120 s.
const quietMs = 45_000;
// WireGuard sends a handshake every 5 s (REKEY_TIMEOUT): each endpoint gets at least one whole attempt.
const patienceMs = 6_000;
// The node speaks at once when its addresses change, and the controller answers within a round trip.
const movedQuietMs = 3_000;
const mostPatienceMs = 60_000;

/** Whether to try the next endpoint. A tunnel that works is left alone. Pure. */
export function shouldAdvance(view: TunnelView): boolean {
  const { movedAgoMs } = view;
  if (movedAgoMs === undefined) {
    if (view.receivedAgoMs !== undefined && view.receivedAgoMs < quietMs) return false;
  } else if (view.setAgoMs === undefined || view.setAgoMs > movedAgoMs) {
    // Not tried since then, so that patience with it counts from then.
    return view.hasWay === false || movedAgoMs >= movedQuietMs;
  }
  if (view.setAgoMs === undefined) return true;
  return view.setAgoMs >= Math.min(mostPatienceMs, patienceMs * 2 ** Math.floor(view.failures / 4));
}
