import { parse } from 'smol-toml';

/** The file that the agent's settings are in. */
export const settingsPath = 'agent/settings.toml';

/** `agent/settings.toml` of a bundle, as far as two of them are compared. */
export interface SettingsFile {
  /** Name of the node; empty if the file does not say it. */
  readonly node: string;
  /** Names of the nodes at the other ends, by interface. */
  readonly peerOfInterface: ReadonlyMap<string, string>;
  /** Names of the nodes at the other ends, by BGP protocol. */
  readonly peerOfSession: ReadonlyMap<string, string>;
  /** Prefixes that the node announces. */
  readonly prefixes: ReadonlySet<string>;
  /** Every other key with its value as text. */
  readonly others: ReadonlyMap<string, string>;
}

/** Reads the agent's settings; what cannot be read is taken as not said, since templates may be replaced. */
export function readSettings(text: string | undefined): SettingsFile {
  const { links, prefixes, ...others } = tableOf(text);
  const peerOfInterface = new Map<string, string>();
  const peerOfSession = new Map<string, string>();
  for (const link of arrayOf(links)) {
    if (typeof link !== 'object' || link === null) continue;
    const { peer, interface: name, session } = link as Record<string, unknown>;
    if (typeof peer !== 'string') continue;
    if (typeof name === 'string') peerOfInterface.set(name, peer);
    if (typeof session === 'string') peerOfSession.set(session, peer);
  }
  return {
    node: typeof others.node === 'string' ? others.node : '',
    peerOfInterface,
    peerOfSession,
    prefixes: new Set(arrayOf(prefixes).filter((prefix) => typeof prefix === 'string')),
    others: new Map(Object.entries(others).map(([key, value]) => [key, shown(value)])),
  };
}

function tableOf(text: string | undefined): Record<string, unknown> {
  try {
    return text === undefined ? {} : parse(text, { integersAsBigInt: 'asNeeded' });
  } catch {
    return {};
  }
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function shown(value: unknown): string {
  const text = JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? String(part) : part)) ?? '';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
