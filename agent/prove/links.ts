import { TowlineError } from '../../shared/errors.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import type { Bird } from '../bird/bird.ts';
import type { Bundle } from '../check/bundle.ts';
import type { Handshakes } from './handshakes.ts';
import { missingSessions, unknownSessions } from './sessions.ts';

/** What is asked of the links. */
export interface LinkPorts {
  readonly wireguard: WireGuard;
  readonly bird: Bird;
}

/** What the node was like around the moment at which a bundle was applied. */
export interface AppliedState {
  /** Names of the BGP sessions that were established before. */
  readonly before: ReadonlySet<string>;
  /** Names of the interfaces that were made or changed. */
  readonly changed: ReadonlySet<string>;
  /** The last handshakes right after, on the interfaces that have to show one with a new key. */
  readonly handshakes: Handshakes;
}

const usualDetectionMs = 1500;
const slackMs = 500;

/** Links that were changed under a session that was established: only traffic shows that they still work. */
export function linksToWatch(bundle: Bundle, { before, changed }: AppliedState): string[] {
  return bundle.settings.links
    .filter((link) => before.has(link.session) && changed.has(link.interface))
    .map((link) => link.interface);
}

/** Time in milliseconds in which BFD finds out that one of these links is broken; 0 for none. */
export async function detectionMs(bird: Bird, interfaces: readonly string[]): Promise<number> {
  if (interfaces.length === 0) return 0;
  const times = await bird.bfdDetection().catch(() => new Map<string, number>());
  return Math.max(...interfaces.map((name) => times.get(name) ?? usualDetectionMs)) + slackMs;
}

/** Bytes received by each interface. */
export async function receivedBytes(wireguard: WireGuard): Promise<Map<string, number>> {
  const devices = await wireguard.state();
  return new Map([...devices].map(([name, { peers }]) => [name, peers[0]?.receivedBytes ?? 0]));
}

/** What is missing of the sessions and links, in words; undefined if nothing is. */
export async function describeMissing(
  ports: LinkPorts,
  expected: readonly string[],
  watched: readonly string[],
  baseline: ReadonlyMap<string, number>,
): Promise<string | undefined> {
  const missing = missingSessions(expected, await ports.bird.protocols());
  if (missing.length > 0) {
    const list = missing.map(({ name, state }) => `${name} (${state})`).join(', ');
    return `BGP sessions that were established are not again: ${list}`;
  }
  if (watched.length === 0) return undefined;
  const now = await receivedBytes(ports.wireguard);
  // A peer that was taken away and added again counts from 0.
  const silent = watched.filter((name) => [0, baseline.get(name)].includes(now.get(name) ?? 0));
  return silent.length === 0 ? undefined : `nothing arrived since the change on ${silent.join(', ')}`;
}

/** Throws `failed` unless BIRD has all of the bundle's sessions: otherwise it is another BIRD that answers. */
export async function proveBird(bird: Bird, bundle: Bundle): Promise<void> {
  const unknown = unknownSessions(bundle.settings, await bird.protocols());
  if (unknown.length === 0) return;
  throw new TowlineError(
    'failed',
    `BIRD does not know ${unknown.join(', ')}: another BIRD answers at the control socket, stop it (systemctl disable --now bird.service)`,
  );
}
