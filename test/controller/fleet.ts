import { afterEach, beforeEach } from 'node:test';
import { type Harness, startController } from './harness.ts';
import { Router } from './router.ts';

/** A fresh controller with three routers, each a site of its own, let in; no release yet. */
export interface Fleet {
  harness: Harness;
  routers: Record<'berlin' | 'hamburg' | 'munich', Router>;
  /** Release of the bundle that a node should run; 0 if none. */
  desired(name: 'berlin' | 'hamburg' | 'munich'): number;
}

/** Makes a fleet before each test of the file and takes it away after. */
export function fleetOfThree(): Fleet {
  const fleet = {
    desired: (name) => fleet.harness.controller.store.desired.get(fleet.routers[name].answer.nodeId),
  } as Fleet;
  beforeEach(async () => {
    fleet.harness = await startController();
    const join = (name: string) => Router.join(fleet.harness, name, '--site', name);
    fleet.routers = {
      berlin: await join('berlin'),
      hamburg: await join('hamburg'),
      munich: await join('munich'),
    };
  });
  afterEach(async () => {
    await Promise.all(Object.values(fleet.routers).map((router) => router.close()));
    await fleet.harness.close();
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
