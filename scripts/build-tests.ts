import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin, transform } from 'esbuild';

/**
 * Compiles test files into a folder, what they share into files of its own: a process that has to compile, or to look up
 * hundreds of modules one by one, takes longer to start than most tests to run. Resolves to the file to run
 * for each.
 *
 * @param files paths of test files, from `top`
 * @param outdir a folder in `top`, where packages are found
 */
export async function buildTests(
  top: string,
  files: readonly string[],
  outdir: string,
): Promise<Map<string, string>> {
  await build({
    absWorkingDir: top,
    entryPoints: [...files],
    outdir,
    outbase: top,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    logLevel: 'warning',
    plugins: [placesOfTheSource],
  });
  const programOf = (file: string) => join(relative(top, outdir), file.replace(/\.ts$/, '.mjs'));
  return new Map(files.map((file) => [file, programOf(file)]));
}

/** What a module asks for its own place is the place of its source: fixtures, templates and programs lie beside that. */
const placesOfTheSource: Plugin = {
  name: 'places-of-the-source',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/, namespace: 'file' }, async ({ path }) => {
      const places = { dirname: dirname(path), filename: path, url: pathToFileURL(path).href };
      const define = Object.fromEntries(
        Object.entries(places).map(([name, place]) => [`import.meta.${name}`, JSON.stringify(place)]),
      );
      const { code } = await transform(readFileSync(path, 'utf8'), {
        loader: 'ts',
        target: 'node20',
        define,
        sourcemap: 'inline',
        sourcefile: path,
      });
      return { contents: code, loader: 'js' };
    });
  },
};
