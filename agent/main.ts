#!/usr/bin/env node
// First, since it holds for what is loaded after it.
import './heap.ts';

import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { launched } from './launch/launched.ts';

const args = process.argv.slice(2);
// Each part is loaded where it is needed: a launcher that hands over is no second agent in memory.
if (!isMainThread) {
  const { watch } = await import('./launch/watch.ts');
  watch();
} else {
  if (args.includes('run') && launched() === undefined) {
    const { launch } = await import('./launch/launch.ts');
    await launch(args, fileURLToPath(import.meta.url));
  }
  const { main } = await import('./cli.ts');
  const ended = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ended.abort());
  // Not left to the event loop: a lookup that is under way would hold it for seconds.
  process.exit(await main(args, ended.signal));
}
