import { TowlineError } from '../../shared/errors.ts';
import { requireInotify } from './inotify.ts';
import { readSysctl, requireKernel, requireTun, tryKernel } from './kernel.ts';
import { missingPackages, requirePackages } from './programs.ts';

/**
 * Makes sure that a lab can be brought up here by this user, and tells which WireGuard its routers will use.
 * `wireGuardInterfaces` is how many there will be. Throws `failed` with one line that says what to do.
 */
export async function checkPreconditions(
  wireGuardInterfaces = 0,
): Promise<{ readonly wireGuard: 'kernel' | 'userspace' }> {
  if (process.platform !== 'linux') {
    throw new TowlineError(
      'failed',
      'the lab is made of Linux namespaces: run it on Linux, or in a virtual machine',
    );
  }
  // What the trial itself runs must be there first.
  requirePackages(missingPackages(true));
  const trial = await tryKernel();
  requireKernel(trial, process.getuid?.() === 0, readSysctl);
  requirePackages(missingPackages(trial.kernelWireGuard));
  if (trial.kernelWireGuard) return { wireGuard: 'kernel' };
  requireTun();
  requireInotify(wireGuardInterfaces);
  return { wireGuard: 'userspace' };
}
