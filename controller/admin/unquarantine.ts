import { TowlineError } from '../../shared/errors.ts';
import type { UnquarantineRequest } from '../../shared/gen/towline/v1/UnquarantineRequest.ts';
import type { UnquarantineResponse } from '../../shared/gen/towline/v1/UnquarantineResponse.ts';
import type { AdminContext } from './context.ts';
import { findEnrolled } from './find-enrolled.ts';

/**
 * Lets a node try the bundle again that it has in quarantine. Throws `notFound`, and `conflict` for a node that
 * reported none, or that should run nothing.
 */
export async function unquarantine(
  { store, watches, releases, clock, log }: AdminContext,
  { nodeName }: UnquarantineRequest,
): Promise<UnquarantineResponse> {
  const { nodeId } = findEnrolled(store, nodeName);
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
