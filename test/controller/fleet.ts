import { afterEach, beforeEach } from 'node:test';
import { type Harness, makeController, startController } from './harness.ts';
import { KeptFolder, type Taken } from './kept-folder.ts';
import { Router } from './router.ts';

const names = ['berlin', 'hamburg', 'munich'] as const;
type Name = (typeof names)[number];

/** A fresh controller with three routers, each a site of its own, let in; no release yet. */
export interface Fleet {
  harness: Harness;
  routers: Record<Name, Router>;
  /** Release of the bundle that a node should run; 0 if none. */
  desired(name: Name): number;
}

type Member = Pick<Router, 'name' | 'keys' | 'answer'>;

/** Controllers that have let the routers in, and ended. */
const fleets = new KeptFolder(async (dir): Promise<Member[]> => {
  await makeController(dir);
  const harness = await startController({ dir });
  const members: Member[] = [];
  for (const name of names) {
    const router = await Router.join(harness, name, '--site', name);
    members.push({ name, keys: router.keys, answer: router.answer });
    await router.close();
  }
  await harness.stop();
  return members;
});

/** Makes a fleet before each test of the file and takes it away after. */
export function fleetOfThree(): Fleet {
  let taken: Taken<Member[]>;
  const fleet = {
    desired: (name) => fleet.harness.controller.store.desired.get(fleet.routers[name].answer.nodeId),
  } as Fleet;
  beforeEach(async () => {
    taken = await fleets.take();
    fleet.harness = await startController({ dir: taken.dir });
    const routers = taken.made.map(async ({ name, keys, answer }) => [
      name,
      await Router.connect(fleet.harness, name, keys, answer),
    ]);
    fleet.routers = Object.fromEntries(await Promise.all(routers));
  });
  afterEach(async () => {
    await Promise.all(Object.values(fleet.routers).map((router) => router.close()));
    await fleet.harness.close();
    taken.giveBack();
  });
  return fleet;
}

/** Everything that a release touches: refs of all three repositories, the work tree, and the newest release. */
export async function stateOf({ git, controller }: Harness): Promise<string> {
  const refs = await Promise.all(
    (['network', 'inventory', 'rendered'] as const).map((where) => git(where, 'for-each-ref')),
  );
  const tree = await git('network', 'status', '--porcelain');
  return [...refs, tree, String(controller.store.releases.newest())].join('\n');
}
