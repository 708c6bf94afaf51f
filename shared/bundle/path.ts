const segment = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/;

/** A bundle path taken apart: `bird/bird.conf` is service `bird`, file `bird.conf`. */
export interface BundlePath {
  readonly service: string;
  readonly file: string;
}

/** Takes `service/file` apart; undefined for anything else (more levels, dots in front, odd characters). */
export function parseBundlePath(path: string): BundlePath | undefined {
  const [service, file, ...rest] = path.split('/');
  if (service === undefined || file === undefined || rest.length > 0) return undefined;
  return segment.test(service) && segment.test(file) ? { service, file } : undefined;
}

/** Whether a text may be the name of a service. */
export function isServiceName(text: string): boolean {
  return segment.test(text);
}
