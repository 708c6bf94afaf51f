/** BIRD's protocols by name: state, and since when, in seconds. */
export type ProtocolTimes = ReadonlyMap<string, { readonly state: string; readonly sinceS: number }>;

/** Reads what `show protocols` printed. Pure. */
export function protocolTimes(shown: string): ProtocolTimes {
  const line = /^(\w+)\s+\w+\s+\S+\s+(\w+)\s+(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/gm;
  return new Map(
    [...shown.matchAll(line)].map(([, name = '', state = '', day, time]) => [
      name,
      { state, sinceS: Date.parse(`${day}T${time}Z`) / 1000 },
    ]),
  );
}

/** The protocols that are gone, in another state, or in it since another time. Pure. */
export function startedAnew(before: ProtocolTimes, now: ProtocolTimes): string[] {
  const isSame = (name: string, { state, sinceS }: { state: string; sinceS: number }) => {
    const found = now.get(name);
    // BIRD counts back from the wall clock, and rounds: the same moment may be another second.
    return found?.state === state && Math.abs(found.sinceS - sinceS) <= 1;
  };
  return [...before].filter(([name, was]) => !isSame(name, was)).map(([name]) => name);
}
