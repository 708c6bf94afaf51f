// Compiles every golden scenario of a checkout as the controller does, templates rendered in processes of their own, and
// prints the digests, with the locale and the time zone that this process has: digest-main.ts CHECKOUT
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRenderPool } from '../../controller/render/pool.ts';
import { silentLog } from '../fakes/log.ts';
import { digestThrough, scenarioTree } from './digest.ts';

const [checkout = '.'] = process.argv.slice(2);
const renderer = createRenderPool({ log: silentLog });
const digests: Record<string, string> = {};
for (const scenario of readdirSync(join(checkout, 'test/golden'))) {
  digests[scenario] = await digestThrough(renderer, await scenarioTree(checkout, scenario));
}
await renderer.close();
const { locale } = Intl.DateTimeFormat().resolvedOptions();
const minutesWest = new Date(Date.UTC(2026, 0, 1)).getTimezoneOffset();
process.stdout.write(JSON.stringify({ locale, minutesWest, digests }));
