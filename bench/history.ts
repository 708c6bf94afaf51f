import Table from 'cli-table3';
import { listReleases } from '../controller/admin/list-releases.ts';
import { commit } from '../controller/release/commit.ts';
import { describeReleases } from '../controller/release/describe.ts';
import { rollback } from '../controller/release/rollback.ts';
import { openBenchController } from './compile/controller.ts';
import { fullMesh, nodeName, writeNetwork } from './compile/network.ts';
import { replaceLine } from './compile/replace-line.ts';
import type { Benchmark } from './main.ts';

/**
 * A history of many releases of a mesh of eight, each of them one changed value; then what people ask of it: the
 * list, the difference of the last two and of the first and the last, a rollback to the first, and one commit more.
 * It begins again where an interrupted run stopped, in the folder that TOWLINE_BENCH_DIR names.
 */
export const history: Benchmark = async ({ rounds = 10_000, signal }) => {
  const dir = process.env.TOWLINE_BENCH_DIR;
  const controller = await openBenchController(dir);
  const { context, config, queue } = controller;
  const { store } = context;
  const quiet = { progress: () => undefined, change: async () => undefined };
  const make = (message: string) =>
    queue(() => commit(context, { message, author: 'bench <bench@localhost>' }, quiet));
  try {
    if (store.releases.newest() === 0) {
      await writeNetwork(config.network_dir, fullMesh(8));
      await controller.enrollAll();
      await make('first');
    }
    for (let release = store.releases.newest() + 1; release <= rounds; release++) {
      if (signal.aborted) break;
      await replaceLine(
        config.network_dir,
        nodeName(release % 8),
        `confirm.window_s = ${60 + (release % 500)}`,
      );
      const { release: made } = await make(`change ${release}`);
      if (made !== release) throw new Error(`release ${release} became ${made}`);
      if (release % 100 === 0) process.stderr.write(`  ${release} releases\n`);
    }
    signal.throwIfAborted();
    const newest = store.releases.newest();
    const result = {
      releases: newest,
      list_s: await timed(() => listReleases({ store } as never, { limit: 50, before: 0 })),
      diff_last_s: await timed(() => [...describeReleases(store, newest - 1, newest)].length),
      diff_all_s: await timed(() => [...describeReleases(store, 1, newest)].length),
      rollback_plan_s: await timed(() => rollback(context, 1, 'bench <b@localhost>', true, quiet)),
      rollback_s: await timed(() => rollback(context, 1, 'bench <b@localhost>', false, quiet)),
      commit_s: await timed(async () => {
        await replaceLine(config.network_dir, nodeName(1), 'confirm.window_s = 777');
        return make('one more');
      }),
    };
    const table = new Table({ style: { head: [], border: [] }, head: ['after', 'seconds'] });
    table.push([`${newest} releases`, ''], ...Object.entries(result).slice(1));
    process.stdout.write(`${table.toString()}\n`);
    return result;
  } finally {
    await controller.close({ keep: dir !== undefined });
  }
};

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return Math.round(performance.now() - start) / 1000;
}
