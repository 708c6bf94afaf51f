import type { ServerWritableStream } from '@grpc/grpc-js';
import { TowlineError } from '../../shared/errors.ts';
import type { FetchBundleRequest } from '../../shared/gen/towline/v1/FetchBundleRequest.ts';
import type { FetchBundleResponseInput } from '../../shared/gen/towline/v1/FetchBundleResponse.ts';
import { writeMessage } from '../serve/write-message.ts';
import type { AgentContext } from './context.ts';
import type { Fetches } from './fetches.ts';
import { issue } from './issue.ts';

/**
 * Sends a node's own bundle: the way to the key that signs, the manifest, then each file that the node lacks, once.
 * Throws `notFound` for a release in which the node got no bundle, or one that is not activated for it, `unavailable`
 * for more of them at once than a node needs.
 */
export async function fetchBundle(
  { guard, store, signing }: AgentContext,
  fetches: Fetches,
  call: ServerWritableStream<FetchBundleRequest, FetchBundleResponseInput>,
): Promise<void> {
  const node = guard.authenticate(call);
  const { release, heldFiles } = call.request;
  const content = store.bundles.find(node.nodeId, release)?.content;
  if (content === undefined || release > store.desired.get(node.nodeId)) {
    throw new TowlineError(
      'notFound',
      `release ${release} has no bundle for ${node.name}, or is not activated for it`,
    );
  }
  fetches.begin(node, call);
  const { signed, manifest } = issue({ store, signing }, { nodeId: node.nodeId, release }, content);
  const signingChain = signing.chain();
  const sent = new Set(heldFiles.map((hash) => hash.toString('hex')));
  if (signingChain !== null && !(await writeMessage(call, { signingChain }))) return;
  if (!(await writeMessage(call, { manifest: signed }))) return;
  for (const { sha256 } of manifest.files) {
    const hash = sha256.toString('hex');
    if (sent.has(hash)) continue;
    sent.add(hash);
    if (!(await writeMessage(call, { file: { sha256, content: store.blobs.get(sha256) } }))) return;
  }
}
