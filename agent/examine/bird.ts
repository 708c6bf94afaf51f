import { canonicalAddress } from '../../shared/net/canonical.ts';
import { parseDetails } from '../bird/details.ts';
import { parseBfdSessions, parseProtocols } from '../bird/protocols.ts';
import type { BirdReply } from '../bird/reply.ts';
import type { BirdSocket } from '../bird/socket.ts';
import { type BirdState, probeBird } from '../bird/state.ts';

/** A session as BIRD has it. */
export interface SessionState {
  /** `up`, `start`, `down`. */
  readonly protocol: string;
  readonly bgp: string;
  /** Its last error; empty if there was none. */
  readonly error: string;
  readonly imported: number;
  readonly isLimitHit: boolean;
}

/** What BIRD says. */
export interface BirdFindings {
  /** Empty if there was no time to see. */
  readonly state: BirdState | '';
  readonly sessions: ReadonlyMap<string, SessionState>;
  /** State of BFD, by interface. */
  readonly bfd: ReadonlyMap<string, string>;
  /** Networks of which BIRD has a route of the node's own, in canonical form; undefined if it does not say. */
  readonly own: ReadonlySet<string> | undefined;
  /** AS numbers on the way to the address that was asked for. */
  readonly path: readonly number[];
}

/**
 * Asks BIRD how it is, and what it says of sessions and routes. All at once: who waits for one answer after the other has
 * less time for each, and takes a BIRD that is busy for one that hangs.
 *
 * @param routeTo IPv4 address; undefined for none
 * @param patienceMs for an answer
 * @param onFailure told what a BIRD that answers did not say, and why
 */
export async function askBird(
  socket: BirdSocket,
  socketPath: string,
  routeTo: string | undefined,
  patienceMs = 1_000,
  onFailure: (what: string, error: unknown) => void = () => {},
): Promise<BirdFindings> {
  const failures: [what: string, error: unknown][] = [];
  const ask = (command: string) =>
    socket(command, patienceMs).catch((error: unknown) => void failures.push([command, error]));
  const [state, protocols, bfd, own, way] = await Promise.all([
    probeBird(socket, socketPath, patienceMs),
    ask('show protocols all'),
    ask('show bfd sessions'),
    ask('show route where source != RTS_BGP'),
    routeTo === undefined ? undefined : ask(`show route for ${routeTo} primary all`),
  ]);
  if (state !== 'running') return { state, sessions: new Map(), bfd: new Map(), own: undefined, path: [] };
  for (const failure of failures) onFailure(...failure);
  return {
    state,
    sessions: protocols === undefined ? new Map() : sessionsOf(protocols),
    bfd: bfd === undefined ? new Map() : parseBfdSessions(bfd),
    own: own === undefined ? undefined : ownNetworks(own),
    path: way === undefined ? [] : pathOf(way),
  };
}

/** Pure. */
export function sessionsOf(reply: BirdReply): Map<string, SessionState> {
  const details = new Map(parseDetails(reply).map((protocol) => [protocol.name, protocol]));
  return new Map(
    parseProtocols(reply)
      .filter(({ type }) => type === 'BGP')
      .map(({ name, state, bgpState, isLimitHit = false }) => {
        const { info = '', channels = [] } = details.get(name) ?? {};
        const imported = channels.reduce((sum, channel) => sum + channel.imported, 0);
        // The last column has the state first, then what went wrong.
        const said = info.startsWith(bgpState) ? info.slice(bgpState.length) : info;
        return [name, { protocol: state, bgp: bgpState, error: said.trim(), imported, isLimitHit }];
      }),
  );
}

/** Networks in the answer to `show route`, in canonical form. Pure. */
export function ownNetworks(reply: BirdReply): Set<string> {
  return new Set(
    reply.lines.flatMap(({ text }) => {
      const [, address, length] = /^([0-9a-fA-F.:]+)\/(\d{1,3})\s/.exec(text) ?? [];
      return address === undefined ? [] : [`${canonicalAddress(address)}/${length}`];
    }),
  );
}

/** AS numbers in the answer to `show route … all`. Pure. */
export function pathOf(reply: BirdReply): number[] {
  const line = reply.lines
    .map(({ text }) => /^\s*BGP\.as_path:(.*)$/.exec(text)?.[1])
    .find((path) => path !== undefined);
  return (line ?? '')
    .split(/\s+/)
    .filter((word) => /^\d{1,10}$/.test(word))
    .map(Number)
    .slice(0, 64);
}
