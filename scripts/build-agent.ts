/**
 * Builds the agent as one file that runs on Node 20.19 and later without anything beside it. By itself it writes
 * `dist/towline-agent.mjs`; `npm run build` calls it for the whole of `dist/`.
 */
import { chmodSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { headLine } from '../shared/upgrade/agent-file.ts';

const top = join(import.meta.dirname, '..');
const { version: ownVersion, engines } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as {
  version: string;
  engines: { node: string };
};
const leastNode = engines.node.replace(/^>=/, '');

/**
 * Writes the agent to `outfile`; resolves to its inputs. Throws if a native module found its way in, or a character for
 * which V8 would hold the whole file with two bytes a character (1 MB and more of resident memory on each router).
 *
 * @param version that it says of itself; by default the one of package.json
 */
export async function buildAgent(outfile: string, version = ownVersion): Promise<string[]> {
  mkdirSync(dirname(outfile), { recursive: true });
  const { metafile } = await build({
    absWorkingDir: top,
    entryPoints: ['agent/main.ts'],
    outfile,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    metafile: true,
    legalComments: 'none',
    logLevel: 'warning',
    // CommonJS packages (grpc-js among them) call require for Node's own modules, which an ES module lacks.
    banner: {
      js: [
        headLine({ version, leastNode }),
        "import { createRequire as towlineRequire } from 'node:module'; const require = towlineRequire(import.meta.url);",
      ].join('\n'),
    },
  });
  const inputs = Object.keys(metafile.inputs);
  const native = inputs.filter((path) => path.endsWith('.node'));
  if (native.length > 0) throw new Error(`the agent must hold no native code: ${native.join(', ')}`);
  const wide = /.{0,40}[^\0-\xff].{0,40}/.exec(readFileSync(outfile, 'utf8'))?.[0];
  if (wide !== undefined) throw new Error(`the agent must be text of one byte a character: ${wide}`);
  chmodSync(outfile, 0o755);
  return inputs;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAgent(join(top, 'dist/towline-agent.mjs'));
