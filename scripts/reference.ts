/**
 * Writes docs/reference from the sources: keys, commands, metrics, RPCs. With `--check` it changes nothing and fails if
 * the committed pages are not what it would write.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandPages } from './reference/commands.ts';
import { inventoryPage } from './reference/inventory.ts';
import { metricsPage } from './reference/metrics.ts';
import { rpcPage } from './reference/rpc.ts';

const top = join(import.meta.dirname, '..');
const folder = join(top, 'docs/reference');
const note = '<!-- Made of the sources by scripts/reference.ts (npm run generate): edit those. -->\n\n';

const pages = new Map([
  ['inventory', inventoryPage()],
  ...commandPages(),
  ['metrics', await metricsPage()],
  ['rpc', rpcPage(top)],
]);
const stale = [...pages].filter(([name, text]) => {
  const path = join(folder, `${name}.md`);
  return !existsSync(path) || readFileSync(path, 'utf8') !== `${note}${text}`;
});
if (process.argv.includes('--check')) {
  if (stale.length > 0) {
    const names = stale.map(([name]) => `docs/reference/${name}.md`).join(', ');
    process.stderr.write(`not up to date, run npm run generate: ${names}\n`);
    process.exitCode = 1;
  }
} else {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of stale) writeFileSync(join(folder, `${name}.md`), `${note}${text}`);
}
