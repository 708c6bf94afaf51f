/**
 * Bundles the controller into a few files: what every command needs, and what only some do. Node looks up and compiles
 * hundreds of small modules one by one, which took a command longer than its work.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const top = join(import.meta.dirname, '..');

/** Packages that are not in the files: native code, and CommonJS that cannot be bundled and makes a network's certificate. */
export const besideController = ['better-sqlite3', '@peculiar/x509', 'reflect-metadata'];

/**
 * Writes `main.js` and its parts into `folder`, the place of the compiled controller. Parts lie in a folder of their own,
 * as deep as the modules that find files from where they are (`import.meta.dirname`). Resolves to its inputs.
 */
export async function buildController(folder: string): Promise<string[]> {
  rmSync(join(folder, 'main.js'), { force: true });
  const { metafile } = await build({
    absWorkingDir: top,
    entryPoints: [{ in: 'controller/main.ts', out: 'main' }],
    outdir: folder,
    chunkNames: 'parts/[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // The last is what nunjucks' loader from files may watch them with, which nobody uses.
    external: [...besideController, 'chokidar'],
    metafile: true,
    legalComments: 'none',
    logLevel: 'warning',
    // CommonJS packages call require for Node's own modules, which an ES module lacks.
    banner: {
      js: "import { createRequire as towlineRequire } from 'node:module'; const require = towlineRequire(import.meta.url);",
    },
  });
  return Object.keys(metafile.inputs);
}
