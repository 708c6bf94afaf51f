import { TowlineError } from '../../shared/errors.ts';
import type { GetReleaseRequest } from '../../shared/gen/towline/v1/GetReleaseRequest.ts';
import type { GetReleaseResponse } from '../../shared/gen/towline/v1/GetReleaseResponse.ts';
import type { ReleaseRow } from '../store/releases.ts';
import type { AdminContext } from './context.ts';
import { toRelease } from './list-releases.ts';

/** Shows a release. Throws `notFound`. */
export function getRelease(context: AdminContext, { release }: GetReleaseRequest): GetReleaseResponse {
  return { release: toRelease(context.store, findRelease(context, release)) };
}

/** The release with this number, 0 for the newest. Throws `notFound`. */
export function findRelease({ store }: AdminContext, number: number): ReleaseRow {
  const row = store.releases.find(number === 0 ? store.releases.newest() : number);
  if (row !== undefined) return row;
  const message =
    number === 0 ? "there is no release yet: run 'towline commit'" : `there is no release ${number}`;
  throw new TowlineError('notFound', message);
}
