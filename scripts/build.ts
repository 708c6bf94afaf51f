/**
 * Builds `dist/`: lab and benchmarks by the TypeScript compiler, the controller in a few files, the templates beside them,
 * the agent as one file. Everything is made in a folder of its own that takes the place of `dist/` at the end, so that a
 * build that was interrupted leaves the old one whole.
 */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { buildAgent } from './build-agent.ts';
import { buildController } from './build-controller.ts';
import { buildRenderer } from './build-renderer.ts';
import { licencesOf } from './package/licences.ts';

const top = join(import.meta.dirname, '..');
const dist = join(top, 'dist');
const prefix = '.towline-build-';
let work = '';
try {
  // Left by builds that were killed.
  for (const name of readdirSync(top)) {
    if (name.startsWith(prefix)) rmSync(join(top, name), { recursive: true, force: true });
  }
  work = mkdtempSync(join(top, prefix));
  const tsc = join(top, 'node_modules/.bin/tsc');
  const compiled = await execa(tsc, ['-p', 'tsconfig.build.json', '--outDir', work], {
    cwd: top,
    stdio: 'inherit',
    reject: false,
  });
  if (compiled.exitCode !== 0) throw new Error('the types are wrong, see above; dist/ is as it was');
  cpSync(join(top, 'templates'), join(work, 'templates'), { recursive: true });
  cpSync(join(top, 'lab/networks'), join(work, 'lab/networks'), { recursive: true });
  const inputs = await buildController(join(work, 'controller'));
  await buildAgent(join(work, 'towline-agent.mjs'));
  inputs.push(...(await buildRenderer(join(work, 'towline-renderer.cjs'))));
  writeFileSync(join(work, 'controller/LICENCES'), licencesOf(top, inputs));
  for (const program of ['controller/main.js', 'towline-agent.mjs']) chmodSync(join(work, program), 0o755);
  chmodSync(work, 0o755);
  const old = `${work}.old`;
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(work, dist);
  rmSync(old, { recursive: true, force: true });
} catch (error) {
  process.stderr.write(`build: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  if (work !== '') rmSync(work, { recursive: true, force: true });
}
