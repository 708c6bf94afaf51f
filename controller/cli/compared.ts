/** Releases that a plan is about; 0 for none. */
export interface Compared {
  /** The newest one. */
  readonly baseRelease: number;
  /** The newest one that was activated everywhere. */
  readonly activeRelease: number;
}

/** What a plan is compared with, as a part of a sentence: it need not be what routers run. */
export function comparedText({ baseRelease, activeRelease }: Compared): string {
  if (baseRelease === 0) return 'there is no release yet';
  const base = `compared with release ${baseRelease}`;
  if (activeRelease === baseRelease) return base;
  const run = activeRelease === 0 ? 'none was yet' : `routers run ${activeRelease} (newest activated)`;
  return `${base}, which is not activated everywhere; ${run}`;
}

/** The same as a line of its own. */
export function comparedLine(compared: Compared): string {
  const text = comparedText(compared);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
