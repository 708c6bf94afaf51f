import { TowlineError } from '../../shared/errors.ts';
import { mostTunnelEndpoints } from '../../shared/rpc/tunnel-move.ts';
import { otherManagementInterface } from '../../shared/wireguard-names.ts';
import { hostPort } from '../config/addresses.ts';
import { parseEndpoint } from '../config/schema.ts';
import type { TunnelMove, TunnelPlace } from '../store/tunnel-moves.ts';

/** Where the controller's end is, or ends are while it moves. */
export interface Places {
  /** Where every node should be. */
  readonly target: TunnelPlace;
  /** The end that was there before a move, and is there after it is aborted. */
  readonly home: TunnelPlace;
  /** The end beside it, while a move with another port or key is under way or taken back. */
  readonly beside: TunnelPlace | undefined;
  /** The move that is under way or being taken back. */
  readonly move: TunnelMove | undefined;
  readonly state: 'moving' | 'returning' | 'settled';
}

/**
 * @param moves oldest first
 * @param configured what controller.toml says: it holds until the first move begins. Pure
 */
export function placesOf(moves: readonly TunnelMove[], configured: TunnelPlace): Places {
  const newest = moves.at(-1);
  if (newest === undefined) return settledAt(configured);
  if (newest.state === 'moving') {
    const home = moves.findLast(({ state }) => state === 'settled') ?? configured;
    return { target: newest, home, beside: besideOf(home, newest), move: newest, state: 'moving' };
  }
  const aborted = moves.at(-2);
  if (newest.state === 'returning' && aborted !== undefined) {
    return {
      target: newest,
      home: newest,
      beside: besideOf(newest, aborted),
      move: aborted,
      state: 'returning',
    };
  }
  return settledAt(newest);
}

function settledAt(place: TunnelPlace): Places {
  return { target: place, home: place, beside: undefined, move: undefined, state: 'settled' };
}

function besideOf(home: TunnelPlace, place: TunnelPlace): TunnelPlace | undefined {
  return place.interface === home.interface ? undefined : place;
}

/** What an admin asks for. */
export interface MoveRequest {
  /** `host` or `host:port`, best first; none keeps the hosts. */
  readonly endpoints: readonly string[];
  /** 0 keeps it. */
  readonly port: number;
  readonly newKey: boolean;
}

/** The place that a request leads to. Throws `conflict` while a move is under way, `invalid`. Pure. */
export function planMove({ home, target, state }: Places, request: MoveRequest): TunnelPlace {
  if (state !== 'settled') {
    throw new TowlineError(
      'conflict',
      `move ${target.generation} is under way: see 'towline tunnel show', and end it with 'towline tunnel finish' or 'abort'`,
    );
  }
  const port = request.port === 0 ? home.port : request.port;
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new TowlineError('invalid', `${request.port} is no UDP port, expected 1 to 65535`);
  }
  if (request.newKey && port === home.port) {
    throw new TowlineError(
      'invalid',
      `a new key needs another port, since both ends listen at once and ${home.port} is taken: say which with --port`,
    );
  }
  const endpoints =
    request.endpoints.length === 0
      ? keptEndpoints(home, port)
      : [...new Set(request.endpoints.map((text) => endpointOf(text, port)))];
  if (endpoints.length > mostTunnelEndpoints) {
    throw new TowlineError(
      'invalid',
      `${endpoints.length} endpoints are too many, ${mostTunnelEndpoints} at most`,
    );
  }
  if (port === home.port && endpoints.join('\n') === home.endpoints.join('\n')) {
    throw new TowlineError(
      'invalid',
      'the tunnel is there already: say another --endpoint or --port, or --new-key with a --port',
    );
  }
  const generation = target.generation + 1;
  return {
    generation,
    interface: port === home.port ? home.interface : otherManagementInterface(home.interface),
    port,
    keyFile: request.newKey ? `wireguard-${generation}.key` : home.keyFile,
    endpoints,
  };
}

function endpointOf(text: string, port: number): string {
  const endpoint = parseEndpoint(text);
  if (endpoint !== undefined) return hostPort(endpoint.host, endpoint.port ?? port);
  throw new TowlineError(
    'invalid',
    `${JSON.stringify(text.slice(0, 300))} is no endpoint, expected a host name or address such as vpn.example.net, 192.0.2.1 or [2001:db8::1]:51820`,
  );
}

function keptEndpoints(home: TunnelPlace, port: number): string[] {
  return home.endpoints.map((text) => {
    const endpoint = parseEndpoint(text);
    if (port === home.port || endpoint === undefined) return text;
    if (endpoint.port === home.port) return hostPort(endpoint.host, port);
    throw new TowlineError(
      'invalid',
      `${text} is reached at a port that is not the one listened on: say with --endpoint where routers reach port ${port}`,
    );
  });
}
