import { identityFingerprint } from '../../shared/enrollment/request.ts';
import { TowlineError } from '../../shared/errors.ts';
import { tooOld } from '../../shared/versions.ts';
import { levelFile } from '../inventory/read.ts';
import { type SourceTree, withChanges } from '../inventory/source.ts';
import { generatedChanges } from '../release/compile-inventory.ts';
import { enrolledKeys, inventoryNodes, nodeKeysOf } from '../release/enrolled-keys.ts';
import type { Enrollment } from '../store/enrollments.ts';
import type { Token } from '../store/tokens.ts';
import { hasSite } from './add-site.ts';
import { ownAuthor } from './commit-text.ts';
import type { AdminContext } from './context.ts';
import { requireName } from './edit.ts';
import { storeNode } from './store-node.ts';

export type LetInContext = Pick<
  AdminContext,
  | 'store'
  | 'inventory'
  | 'releases'
  | 'roster'
  | 'watches'
  | 'answerFacts'
  | 'onEnrolled'
  | 'audit'
  | 'clock'
  | 'log'
>;

/** As what a router is let in. */
export interface Place {
  /** '' for its host name. */
  readonly nodeName: string;
  /** Where the node is made if the inventory does not have it; '' not to make it. */
  readonly siteName: string;
  /** Whether it may take the place of a router that is enrolled as this node. */
  readonly replace: boolean;
}

/** As what a token lets a router in. */
export function placeOf({ node, site, replaces }: Token): Place {
  return { nodeName: node, siteName: site, replace: replaces };
}

/**
 * Makes a waiting router a node: gives it number and addresses, commits them, and answers the router from now on. To be
 * called in the queue. Throws `notFound`, `exists`, `conflict`, `invalid`, InventoryError; then the router still waits.
 *
 * @param token the one that it came with: it is used once with this, and with nothing else
 */
export async function letIn(context: LetInContext, router: Enrollment, place: Place, token?: Token) {
  const { store, inventory, log } = context;
  const name = place.nodeName || (router.hostName.split('.')[0] ?? '').toLowerCase();
  requireName('node', name);
  requireFree(context, router, name, place.replace);
  requireNewEnough(router);

  await inventory.refresh();
  const before = await inventory.read();
  const added = filesToAdd(before, name, place.siteName);
  const tree = withChanges(before, added);
  const keys = new Map([...currentKeys(context, tree, name), [name, nodeKeysOf(router)] as const]);
  const { network, generated } = context.releases.compiler.model(tree, keys);
  const model = network.nodes.find((candidate) => candidate.name === name);
  if (model === undefined) throw new TowlineError('failed', `the compiler lost node ${name}`);

  const changes = new Map([...added, ...generatedChanges(tree, generated)]);
  const paths = await inventory.write(changes);
  await inventory.commit({ message: `approve ${name}`, author: ownAuthor }, { only: paths });

  const { code, hostName, address, identityKey } = router;
  const node = { ...router, nodeId: model.id, name, site: model.site, approved: context.clock.now() };
  const detail = {
    code,
    host_name: hostName,
    address,
    identity: identityFingerprint(identityKey).toString('hex'),
    node_id: model.id,
    token: token?.id,
    replaces: place.replace && store.nodes.findByName(name) !== undefined ? true : undefined,
  };
  storeNode(context, router, node, token, () =>
    context.audit.note({ action: 'node.enrolled', subject: name, detail }),
  );
  await context.onEnrolled(model.id);
  log.info({ node: name, ...detail }, 'router approved');
  const madeSite = added.has(levelFile(model.site)) && !hasSite(before, model.site);
  return { model, madeSite, madeNode: added.size > 0 };
}

function requireFree({ store }: LetInContext, router: Enrollment, name: string, replace: boolean): void {
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
function currentKeys({ store, releases }: LetInContext, tree: SourceTree, name: string) {
  const keys = enrolledKeys(store.nodes.allWithRetired(), releases.compiler.allocations(tree), tree, name);
  keys.delete(name);
  return keys;
}
