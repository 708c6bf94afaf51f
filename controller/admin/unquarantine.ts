import { TowlineError } from '../../shared/errors.ts';
import type { UnquarantineRequest } from '../../shared/gen/towline/v1/UnquarantineRequest.ts';
import type { UnquarantineResponse } from '../../shared/gen/towline/v1/UnquarantineResponse.ts';
import { didYouMean } from '../inventory/suggest.ts';
import type { AdminContext } from './context.ts';

/**
 * Lets a node try the bundle again that it has in quarantine. Throws `notFound`, and `conflict` for a node that
 * reported none, or that should run nothing.
 */
export async function unquarantine(
  { store, watches, releases, clock, log }: AdminContext,
  { nodeName }: UnquarantineRequest,
): Promise<UnquarantineResponse> {
  const node = store.nodes.findByName(nodeName);
  if (node === undefined) {
    const names = store.nodes.all().map(({ name }) => name);
    throw new TowlineError(
      'notFound',
      `no router is enrolled as ${JSON.stringify(nodeName)}${didYouMean(nodeName, names)}: see 'towline status'`,
    );
  }
  const { nodeId } = node;
  const quarantined = store.reports.get(nodeId)?.report.quarantinedDigest;
  if (quarantined === undefined || quarantined.length === 0)
    throw new TowlineError(
      'conflict',
      `node ${nodeName} reports no bundle in quarantine: see 'towline status' for what it does`,
    );
  const release = store.desired.get(nodeId);
  if (release === 0)
    throw new TowlineError('conflict', `node ${nodeName} should run no release: run 'towline activate'`);
  store.desired.raiseRetry(nodeId, clock.now());
  await releases.onActivated([nodeId]);
  log.info({ node: nodeName, release, digest: quarantined.toString('hex') }, 'let out of quarantine');
  return { release, connected: watches.isOpen(nodeId) };
}
