import type { ControllerConfig } from './load.ts';

/** What a configuration that was read again means to a daemon that runs. */
export interface Reload {
  /** Keys that are other than before and hold from now on. */
  readonly taken: readonly string[];
  /** Keys that are other than before and do not hold yet, each with what to do. */
  readonly left: readonly string[];
}

/** Everything else is opened, locked or listened on once, at the start. */
const live: ReadonlySet<string> = new Set(['endpoints']);

/** Sorts what is other in a configuration by whether a running daemon can take it. Pure. */
export function compareConfigs(before: ControllerConfig, after: ControllerConfig): Reload {
  const [old, now] = [flat(before), flat(after)];
  const changed = [...new Set([...old.keys(), ...now.keys()])]
    .filter((key) => old.get(key) !== now.get(key))
    .sort();
  return {
    taken: changed.filter((key) => live.has(key)),
    left: changed.filter((key) => !live.has(key)).map((key) => `${key}: ${wayOut(key, after)}`),
  };
}

function wayOut(key: string, { listen }: ControllerConfig): string {
  if (key === 'listen.wireguard_port')
    return `'towline tunnel move --port ${listen.wireguard_port}' brings the routers there; a restart alone would cut them off`;
  if (key === 'listen.agents_port' || key === 'listen.agents')
    return 'routers know the old one from their enrollment: put it back';
  return "restart 'towline serve'";
}

/** Values by their keys as controller.toml has them. */
function flat(config: ControllerConfig): Map<string, string> {
  const entries = Object.entries(config).flatMap(([key, value]) =>
    key === 'listen' || key === 'wireguard'
      ? Object.entries(value as object).map(([inner, of]): [string, unknown] => [`${key}.${inner}`, of])
      : [[key, value] as [string, unknown]],
  );
  return new Map(
    entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, JSON.stringify(value)]])),
  );
}
