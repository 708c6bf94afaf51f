import { TowlineError } from '../../shared/errors.ts';
import type { LinkKey } from '../../shared/gen/towline/v1/LinkKey.ts';
import type { EnrolledNode } from '../store/nodes.ts';
import type { Store } from '../store/store.ts';

/** More than a node ever has beside the one of its enrollment. */
const mostKeys = 16;

/**
 * Takes the key that a node was asked for from what it says it has; whatever else it names changes nothing. Resolves
 * to whether there was one. Throws `invalid` for what is no key, and for the key of somebody else.
 */
export function takeLinkKey(
  store: Pick<Store, 'nodes' | 'rotations'>,
  { nodeId, name }: EnrolledNode,
  keys: readonly LinkKey[],
): boolean {
  if (keys.length > mostKeys) throw new TowlineError('invalid', `the report of ${name} is too large`);
  if (keys.some(({ publicKey }) => publicKey.length !== 32 || publicKey.every((byte) => byte === 0)))
    throw new TowlineError('invalid', `a link key in the report of ${name} is no key`);
  const asked = store.rotations.asked(nodeId);
  const key = keys.find(({ version }) => version === asked)?.publicKey;
  if (asked === 0 || key === undefined) return false;
  const all = { identityKey: key, managementKey: key, linkKey: key, sealingKey: key };
  if (store.rotations.hasKey(key) || store.nodes.findByAnyKey(all) !== undefined)
    throw new TowlineError('invalid', `the new link key of ${name} is known already, as another key`);
  store.rotations.putKey(nodeId, asked, key);
  return true;
}
