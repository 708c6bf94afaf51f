import type { DiffReleasesRequest } from '../../shared/gen/towline/v1/DiffReleasesRequest.ts';
import type { DiffReleasesResponse } from '../../shared/gen/towline/v1/DiffReleasesResponse.ts';
import { describeReleases } from '../release/describe.ts';
import type { AdminContext } from './context.ts';
import { findRelease } from './get-release.ts';

/** Compares two releases. Throws `notFound`. */
export function diffReleases(context: AdminContext, { from, to }: DiffReleasesRequest): DiffReleasesResponse {
  const newer = findRelease(context, to).number;
  const older = from === 0 ? context.store.releases.before(newer) : findRelease(context, from).number;
  return { changes: describeReleases(context.store, older, newer) };
}
