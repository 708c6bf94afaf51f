import type { ActivateRequest } from '../../shared/gen/towline/v1/ActivateRequest.ts';
import type { ActivateResponse } from '../../shared/gen/towline/v1/ActivateResponse.ts';
import { activate as activateRelease } from '../release/activate.ts';
import type { AdminContext } from './context.ts';

/** Makes a release the desired one. Throws `notFound`, `conflict`. */
export async function activate(
  { queue, releases, log }: AdminContext,
  { release, nodes }: ActivateRequest,
): Promise<ActivateResponse> {
  const activation = await queue(() => activateRelease(releases, release, nodes));
  const { changedNodes, announcedNodes } = activation;
  log.info({ release: activation.release, nodes: changedNodes, again: announcedNodes }, 'release activated');
  return activation;
}
