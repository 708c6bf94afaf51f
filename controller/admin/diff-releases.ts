import type { DiffReleasesRequest } from '../../shared/gen/towline/v1/DiffReleasesRequest.ts';
import type { DiffReleasesResponseInput } from '../../shared/gen/towline/v1/DiffReleasesResponse.ts';
import { describeReleases } from '../release/describe.ts';
import { boundedChange } from './bounded-change.ts';
import type { AdminContext } from './context.ts';
import { findRelease } from './get-release.ts';
import { type AdminCall, send } from './stream.ts';

/** Sends what differs between two releases. Throws `notFound`, `unavailable` if the caller goes. */
export async function diffReleases(
  context: AdminContext,
  call: AdminCall<DiffReleasesRequest, DiffReleasesResponseInput>,
): Promise<void> {
  const { store, clock, repositories } = context;
  const { from, to } = call.request;
  const newer = findRelease(context, to).number;
  const older = from === 0 ? store.releases.before(newer) : findRelease(context, from).number;
  const seeAll = (path: string) => {
    const command = older === 0 ? `show v${newer}:${path}` : `diff v${older} v${newer} -- ${path}`;
    return `'git -C ${repositories.rendered} ${command}' shows all`;
  };
  for (const change of describeReleases(store, older, newer))
    await send(clock, call, { change: boundedChange(change, seeAll) });
}
