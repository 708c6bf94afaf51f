#!/usr/bin/env node
// First, since it holds for what is loaded after it.
import './heap.ts';

import { main } from './cli.ts';

const ended = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ended.abort());
// Not left to the event loop: a lookup that is under way would hold it for seconds.
process.exit(await main(process.argv.slice(2), ended.signal));
