import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { projectFolder } from '../lab/namespaces/visible-folders.ts';
import { TowlineError } from '../shared/errors.ts';
import type { Benchmark } from './main.ts';
import { tryBootstrap } from './services/bootstrap.ts';
import { tryOpenRc } from './services/openrc.ts';
import { trySystemd } from './services/systemd.ts';

/**
 * The packages on machines with an init system of their own: systemd as process 1 (`--only systemd`), OpenRC (`--only
 * openrc`), and from a bare Debian to routed packets by the one line of `towline join` (`--only bootstrap`).
 */
export const services: Benchmark = async ({ only, plant, signal }) => {
  if (plant !== undefined) throw new TowlineError('invalid', 'services has nothing to --plant');
  const tries = { systemd: trySystemd, openrc: tryOpenRc, bootstrap: tryBootstrap };
  const wanted = Object.entries(tries).filter(([name]) => only === undefined || name === only);
  if (wanted.length === 0)
    throw new TowlineError('invalid', `--only ${only}: expected ${Object.keys(tries).join(' or ')}`);
  // Where every machine of the lab sees it.
  const folder = await mkdtemp(join(projectFolder(), '.towline-services-'));
  try {
    const packages = join(folder, 'packages');
    const args = ['run', '--silent', 'package', '--', '--out', packages];
    await execa('npm', args, { cwd: projectFolder(), stdout: 'ignore', cancelSignal: signal });
    const results: Record<string, unknown> = {};
    for (const [name, attempt] of wanted) results[name] = (await attempt(packages, signal)).done;
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
