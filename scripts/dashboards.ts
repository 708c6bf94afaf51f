/**
 * Writes the Grafana dashboards in `templates/monitoring/` from `scripts/dashboards/`. With `--check` it changes nothing
 * and fails if a file is not what it would write.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fleet } from './dashboards/fleet.ts';
import { link } from './dashboards/link.ts';
import { toGrafana } from './dashboards/panel.ts';
import { release } from './dashboards/release.ts';
import { site } from './dashboards/site.ts';

const folder = join(import.meta.dirname, '../templates/monitoring');

for (const [name, dashboard] of Object.entries({ fleet, site, link, release })) {
  const path = join(folder, `${name}.json`);
  const text = `${JSON.stringify(toGrafana(dashboard), null, 2)}\n`;
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
    process.stderr.write(`${name}.json is not up to date, run npm run generate\n`);
    process.exitCode = 1;
  }
}
