import { TowlineError } from '../../shared/errors.ts';
import { tooOld } from '../../shared/versions.ts';

/** Throws `failed` with what is too old on this machine. */
export function refuseOutdated(facts: { readonly birdVersion?: string; readonly kernel?: string }): void {
  const problems = tooOld(facts);
  if (problems.length > 0) throw new TowlineError('failed', `too old: ${problems.join('; ')}`);
}
