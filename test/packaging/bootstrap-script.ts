import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

export const script = join(import.meta.dirname, '../../packaging/bootstrap/bootstrap.sh');

/** A folder that is gone after the tests. */
export const work = mkdtempSync(join(tmpdir(), 'towline-bootstrap-'));
after(() => rmSync(work, { recursive: true, force: true }));

/** A folder of fake programs; each writes its name and arguments to `calls`, and does what it is told. */
export function fakes(programs: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(work, 'bin-'));
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "${name} $*" >>"${folder}/calls"\n${text}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return {
    folder,
    calls: () => (existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8') : ''),
  };
}

/** Runs shell text with the functions of the script, which itself does nothing. */
export function sourced(text: string, path = process.env.PATH ?? '') {
  const functions = join(work, 'functions.sh');
  writeFileSync(functions, readFileSync(script, 'utf8').replace(/^main "\$@"$/m, ''));
  return spawnSync('sh', ['-c', `. "${functions}"; work=$1; ${text}`, 'sh', mkdtempSync(join(work, 'w-'))], {
    encoding: 'utf8',
    env: { ...process.env, PATH: path },
  });
}
