import type { RotateLinkKeyRequest } from '../../shared/gen/towline/v1/RotateLinkKeyRequest.ts';
import type { RotateLinkKeyResponse } from '../../shared/gen/towline/v1/RotateLinkKeyResponse.ts';
import { beginRotation, shownLinks } from '../rotation/begin.ts';
import type { AdminContext } from './context.ts';
import { findEnrolled } from './find-enrolled.ts';

/** Begins to renew a node's link key, or says how far that is. Throws `notFound`. */
export async function rotateLinkKey(
  { store, releases, watches, rotationWake, log }: AdminContext,
  { nodeName }: RotateLinkKeyRequest,
): Promise<RotateLinkKeyResponse> {
  const node = findEnrolled(store, nodeName);
  const wasUnderWay = await beginRotation(releases, node);
  rotationWake.notify();
  const version = store.rotations.get(node.nodeId)?.target ?? 1;
  if (!wasUnderWay) log.info({ node: nodeName, version }, 'the key of its links is renewed');
  return { version, wasUnderWay, links: shownLinks(store, watches.isOpen, node) };
}
