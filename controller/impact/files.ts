/** The files of a bundle: path (`service/file`) to text. */
export type Files = ReadonlyMap<string, string>;

/** Paths whose files differ, of the services that are wanted, sorted. */
export function changedPaths(before: Files, now: Files, wanted: (service: string) => boolean): string[] {
  return [...new Set([...before.keys(), ...now.keys()])]
    .filter((path) => wanted(serviceOf(path)) && before.get(path) !== now.get(path))
    .sort();
}

/** The service that a path belongs to. */
export function serviceOf(path: string): string {
  return path.split('/', 1)[0] ?? path;
}
