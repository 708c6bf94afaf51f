import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { type Programs, shippedPrograms } from '../../lab/network/programs.ts';
import { meshOf } from '../../lab/network/small.ts';
import { waitUntilGreen } from '../../lab/network/wait.ts';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { Campaign, Outcome, Workbench, WorkbenchOptions } from '../faults/campaign.ts';

/** The landing before this one; at the next one it goes up. */
const lastLanding = '326d492';
const sites = ['aachen', 'berlin'] as const;

/**
 * The programs of the last landing, built from git beside this project's own, and each in a network with the other's: a
 * release, then another one, then the controller's command for what nodes of both say.
 */
export const neighboursCampaign: Campaign = {
  name: 'neighbours',
  plants: [],
  labs: 1,
  cases: () => ['older agents, this controller', 'these agents, older controller'],
  figures: (outcomes) => ({
    neighbours: outcomes.length,
    neighbours_work: outcomes.filter(({ isGood }) => isGood).length,
  }),
  open: openNeighbours,
};

async function openNeighbours({ signal }: WorkbenchOptions): Promise<Workbench> {
  const older = await buildOlder(signal);
  const own = shippedPrograms();
  const mixed = (name: string): Programs =>
    name.startsWith('older')
      ? { controller: own.controller, agent: older.programs.agent }
      : { controller: older.programs.controller, agent: own.agent };
  return {
    atOnce: 1,
    run: (cases, ended) => Promise.all(cases.map((name) => tryNeighbours(name, mixed(name), ended))),
    close: older.remove,
  };
}

async function tryNeighbours(name: string, programs: Programs, signal: AbortSignal): Promise<Outcome> {
  const began = performance.now();
  try {
    const network = await meshOf(sites, { signal, programs });
    try {
      await network.towline(['set', 'bgp.import_limit', '1000']);
      await network.release('another one');
      await waitUntilGreen(network, 1, { signal });
    } finally {
      await network.lab.down();
    }
    return { case: name, verdict: 'green', isGood: true, recoveryS: (performance.now() - began) / 1000 };
  } catch (error) {
    signal.throwIfAborted();
    return { case: name, verdict: 'not green', isGood: false, detail: messageOf(error) };
  }
}

/** Throws `failed` where git does not have the commit. */
async function buildOlder(signal: AbortSignal) {
  const top = projectFolder();
  // In the project's own folder: every machine of a lab sees that.
  const folder = await mkdtemp(join(top, '.towline-neighbour-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const options = { cwd: top, cancelSignal: signal };
  try {
    const archive = join(folder, 'source.tar');
    await execa('git', ['archive', '--output', archive, lastLanding], options).catch((cause) => {
      throw new TowlineError(
        'failed',
        `git has no ${lastLanding}, the landing before this one: 'git fetch --unshallow' brings it`,
        { cause },
      );
    });
    await execa('tar', ['-xf', archive, '-C', folder], options);
    await symlink(join(top, 'node_modules'), join(folder, 'node_modules'));
    await execa(join(top, 'node_modules/.bin/tsx'), ['scripts/build.ts'], { ...options, cwd: folder });
  } catch (error) {
    await remove();
    throw error;
  }
  const dist = join(folder, 'dist');
  return {
    remove,
    programs: {
      controller: [process.execPath, join(dist, 'controller/main.js')],
      agent: [process.execPath, join(dist, 'towline-agent.mjs')],
    },
  };
}
