import type { ProtocolState } from '../bird/protocols.ts';
import type { Settings } from '../check/settings.ts';

/** Names of the BGP sessions that are established. */
export function establishedSessions(protocols: readonly ProtocolState[]): Set<string> {
  return new Set(protocols.filter(({ bgpState }) => bgpState === 'Established').map(({ name }) => name));
}

/** The bundle's sessions that BIRD does not know. */
export function unknownSessions({ links }: Settings, protocols: readonly ProtocolState[]): string[] {
  const names = new Set(protocols.map(({ name }) => name));
  return links.map(({ session }) => session).filter((session) => !names.has(session));
}

/** The expected sessions that are not established, with the state that they are in. */
export function missingSessions(
  expected: readonly string[],
  protocols: readonly ProtocolState[],
): { name: string; state: string }[] {
  const states = new Map(protocols.map(({ name, bgpState }) => [name, bgpState]));
  return expected
    .filter((name) => states.get(name) !== 'Established')
    .map((name) => ({ name, state: states.get(name) ?? 'not configured' }));
}
