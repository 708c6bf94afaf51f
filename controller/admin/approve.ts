import { TowlineError } from '../../shared/errors.ts';
import type { ApproveRequest } from '../../shared/gen/towline/v1/ApproveRequest.ts';
import type { ApproveResponse } from '../../shared/gen/towline/v1/ApproveResponse.ts';
import { tooOld } from '../../shared/versions.ts';
import { answerFor } from '../enrollment/answer.ts';
import { levelFile } from '../inventory/read.ts';
import { type SourceTree, withChanges } from '../inventory/source.ts';
import { generatedChanges } from '../release/compile-inventory.ts';
import { enrolledKeys, inventoryNodes, nodeKeysOf } from '../release/enrolled-keys.ts';
import type { Enrollment } from '../store/enrollments.ts';
import { hasSite } from './add-site.ts';
import { ownAuthor } from './commit-text.ts';
import type { AdminContext } from './context.ts';
import { requireName } from './edit.ts';
import { findPending } from './find-pending.ts';
import { toNode } from './model.ts';
import { storeNode } from './store-node.ts';

/**
 * Makes a waiting router a node: gives it number and addresses, commits them, and answers the router from now
 * on. Throws `notFound`, `exists`, `conflict`, `invalid`, InventoryError; then the router still waits.
 */
export function approve(context: AdminContext, request: ApproveRequest): Promise<ApproveResponse> {
  return context.queue(() => approveNow(context, request));
}

async function approveNow(context: AdminContext, request: ApproveRequest): Promise<ApproveResponse> {
  const { store, inventory, roster, log } = context;
  const router = findPending(store, request.code);
  const name = request.nodeName || (router.hostName.split('.')[0] ?? '').toLowerCase();
  requireName('node', name);
  requireFree(context, router, name, request.replace);
  requireNewEnough(router);

  await inventory.refresh();
  const before = await inventory.read();
  const added = filesToAdd(before, name, request.siteName);
  const tree = withChanges(before, added);
  const keys = new Map([...currentKeys(context, tree, name), [name, nodeKeysOf(router)] as const]);
  const { network, generated } = context.releases.compiler.model(tree, keys);
  const model = network.nodes.find((candidate) => candidate.name === name);
  if (model === undefined) throw new TowlineError('failed', `the compiler lost node ${name}`);

  const changes = new Map([...added, ...generatedChanges(tree, generated)]);
  const paths = await inventory.write(changes);
  await inventory.commit({ message: `approve ${name}`, author: ownAuthor }, { only: paths });

  const node = { ...router, nodeId: model.id, name, site: model.site, approved: context.clock.now() };
  const answer = answerFor(context.answerFacts(), node, roster.managementAddress(model.id));
  storeNode(context, node, answer);
  await context.onEnrolled(model.id);
  log.info({ node: name, code: router.code, replaces: request.replace }, 'router approved');
  const madeSite = added.has(levelFile(model.site)) && !hasSite(before, model.site);
  return { node: toNode({ ...model, enrolled: true }), madeSite, madeNode: added.size > 0 };
}

function requireFree({ store }: AdminContext, router: Enrollment, name: string, replace: boolean): void {
  const enrolled = store.nodes.findByName(name);
  if (enrolled !== undefined && !replace) {
    throw new TowlineError(
      'exists',
      `a router is enrolled as ${name} already: to put this one in its place, approve it with --as ${name}`,
    );
  }
  const twin = store.nodes.findByAnyKey(router);
  if (twin === undefined || twin.name === name) return;
  throw new TowlineError(
    'exists',
    `this router has keys of ${twin.name}, probably because its disk was copied: remove the keys on one of them and let it ask again`,
  );
}

/** It would take its bundle, and then have no IPv4 routes. */
function requireNewEnough({ facts, hostName }: Enrollment): void {
  const old = tooOld(facts);
  if (old.length === 0) return;
  throw new TowlineError(
    'conflict',
    `${hostName} has ${old.join(' and ')}: upgrade it and let it ask again, it keeps its code`,
  );
}

/** The files that make the node, none if the inventory has it. */
function filesToAdd(tree: SourceTree, name: string, siteName: string): Map<string, string> {
  const site = inventoryNodes(tree).get(name);
  if (site !== undefined) {
    if (siteName === '' || siteName === site) return new Map();
    throw new TowlineError('conflict', `node ${name} is at site ${site}, not at ${siteName}`);
  }
  if (siteName === '') {
    throw new TowlineError(
      'notFound',
      `the inventory has no node ${name}: give --node for one that it has, or --site to make it there`,
    );
  }
  requireName('site', siteName);
  const files = [levelFile(siteName), levelFile(siteName, name)];
  return new Map(files.filter((file) => !tree.has(file)).map((file) => [file, '']));
}

/** The other nodes' keys; the router that is replaced does not count, whatever number it had. */
function currentKeys({ store, releases }: AdminContext, tree: SourceTree, name: string) {
  const keys = enrolledKeys(store.nodes.allWithRetired(), releases.compiler.allocations(tree), tree, name);
  keys.delete(name);
  return keys;
}
