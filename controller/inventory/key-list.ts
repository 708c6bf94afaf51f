import { knownKeys, type Level } from './schema.ts';

const levels: readonly Level[] = ['network', 'site', 'node'];

/** A key of the inventory, and in the files of which levels it may stand. */
export interface KnownKey {
  /** Dotted; what an admin names is `<…>`: `group.<name>.hubs`. */
  readonly key: string;
  readonly levels: readonly Level[];
}

/** Tables whose keys an admin names, and how a message calls such a name. */
const named: Readonly<Record<string, string>> = { group: '<name>', link: '<node>' };

/** Every key that has a value of its own, in the order of the schema. Pure. */
export function keyList(): KnownKey[] {
  const found = new Map<string, Level[]>();
  for (const level of levels) {
    for (const key of keysBelow(level, [])) found.set(key, [...(found.get(key) ?? []), level]);
  }
  return [...found].map(([key, at]) => ({ key, levels: at }));
}

function keysBelow(level: Level, path: readonly string[]): string[] {
  return knownKeys(level, path).flatMap((key) => {
    const inner = [
      ...path,
      key,
      ...(path.length === 0 && Object.hasOwn(named, key) ? [named[key] ?? ''] : []),
    ];
    const below = keysBelow(level, inner);
    return below.length === 0 ? [inner.join('.')] : below;
  });
}
