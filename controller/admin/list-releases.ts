import type { ListReleasesRequest } from '../../shared/gen/towline/v1/ListReleasesRequest.ts';
import type { ListReleasesResponse } from '../../shared/gen/towline/v1/ListReleasesResponse.ts';
import type { Release } from '../../shared/gen/towline/v1/Release.ts';
import type { ReleaseRow } from '../store/releases.ts';
import type { Store } from '../store/store.ts';
import type { AdminContext } from './context.ts';

const defaultLimit = 50;
const maxLimit = 1_000;

/** Lists releases, newest first. */
export function listReleases(
  { store }: AdminContext,
  { limit, before }: ListReleasesRequest,
): ListReleasesResponse {
  const rows = store.releases.list(Math.min(limit || defaultLimit, maxLimit), before);
  return { releases: rows.map((row) => toRelease(store, row)) };
}

export function toRelease(store: Store, row: ReleaseRow): Release {
  return {
    number: row.number,
    createdUnixS: Math.floor(row.created / 1000),
    message: row.message,
    author: row.author,
    inventoryCommit: row.inventoryCommit,
    changedNodes: store.bundles.namesOf(row.number),
    activated: row.activated !== null,
    confirmedNodes: row.confirmedNodes,
  };
}
