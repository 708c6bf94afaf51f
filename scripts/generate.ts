/**
 * Generates `shared/gen` from `proto/`: TypeScript types, and the protocol's descriptor as a module so that
 * the single-file agent needs no `.proto` beside it. With `--check` it changes nothing and fails if the
 * committed files are not what it would write.
 */
import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import protobuf from 'protobufjs';

const top = join(import.meta.dirname, '..');
const target = join(top, 'shared/gen');
const protos = ['bundle', 'signing', 'enrollment', 'agent', 'admin'].map(
  (name) => `towline/v1/${name}.proto`,
);

const work = mkdtempSync(join(tmpdir(), 'towline-gen-'));
try {
  await execa(
    join(top, 'node_modules/.bin/proto-loader-gen-types'),
    [
      '--longs=Number',
      '--enums=String',
      '--defaults',
      '--arrays',
      '--oneofs',
      '--includeComments',
      '--grpcLib=@grpc/grpc-js',
      '--importFileExtension=.ts',
      '--inputTemplate=%sInput',
      '--outputTemplate=%s',
      '--includeDirs=proto',
      `--outDir=${work}`,
      ...protos,
    ],
    { cwd: top },
  );
  const root = new protobuf.Root();
  root.resolvePath = (_origin, path) => join(top, 'proto', path);
  root.loadSync(protos);
  const json = JSON.stringify(root.toJSON());
  writeFileSync(
    join(work, 'descriptor.ts'),
    `import type { INamespace } from 'protobufjs';\n\n/** The protocol of proto/towline/v1, as protobufjs reads it. */\nexport const descriptor = ${json} as unknown as INamespace;\n`,
  );

  if (process.argv.includes('--check')) {
    const stale = differences(work, target);
    if (stale.length > 0) {
      process.stderr.write(`generated code is not up to date, run npm run generate: ${stale.join(', ')}\n`);
      process.exitCode = 1;
    }
  } else {
    rmSync(target, { recursive: true, force: true });
    cpSync(work, target, { recursive: true });
    // The folder it was made in is closed to other users.
    chmodSync(target, 0o755);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

function files(dir: string): Map<string, string> {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(dir.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}

function differences(fresh: string, committed: string): string[] {
  const [a, b] = [files(fresh), files(committed)];
  return [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path)).sort();
}
