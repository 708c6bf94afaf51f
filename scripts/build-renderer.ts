/**
 * Builds the process that renders templates as one file: it gets it by standard input, since it may read none. By
 * itself it writes `dist/towline-renderer.cjs`; `npm run build` calls it for the whole of `dist/`.
 */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const top = join(import.meta.dirname, '..');

/** Writes the program to `outfile`; resolves to its inputs. */
export async function buildRenderer(outfile: string): Promise<string[]> {
  mkdirSync(dirname(outfile), { recursive: true });
  const { metafile } = await build({
    absWorkingDir: top,
    entryPoints: ['controller/render/child.ts'],
    outfile,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // nunjucks' own loader from files may watch them with it; there are no files here.
    external: ['chokidar'],
    metafile: true,
    define: { 'import.meta.dirname': '"/"' },
    legalComments: 'none',
    logLevel: 'warning',
  });
  return Object.keys(metafile.inputs);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildRenderer(join(top, 'dist/towline-renderer.cjs'));
}
