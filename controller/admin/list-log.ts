import type { ListLogRequest } from '../../shared/gen/towline/v1/ListLogRequest.ts';
import type { ListLogResponse } from '../../shared/gen/towline/v1/ListLogResponse.ts';
import { readLog } from '../git/log.ts';
import type { AdminContext } from './context.ts';

const defaultLimit = 20;
const maxLimit = 10_000;

/** Lists the inventory's commits with the newest release made of each. Throws `conflict`, `failed`. */
export async function listLog(
  { store, repositories }: AdminContext,
  { limit }: ListLogRequest,
): Promise<ListLogResponse> {
  const commits = await readLog(repositories.inventory, Math.min(limit || defaultLimit, maxLimit));
  const releases = store.releases.madeOf(commits.map(({ commit }) => commit));
  return {
    entries: commits.map((entry) => {
      const release = releases.get(entry.commit);
      const activated = release?.activated ?? 0;
      return {
        ...entry,
        release: release?.number ?? 0,
        activatedUnixS: Math.floor(activated / 1000),
      };
    }),
  };
}
