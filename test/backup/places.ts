import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Io } from '../../controller/cli/io.ts';
import { runCommandLine } from '../../controller/cli/run.ts';
import { type Ran, writeConfigIn } from '../controller/harness.ts';

/** A machine without a controller: a folder with a controller.toml, and the command line there. */
export interface Machine {
  readonly dir: string;
  cli(...args: string[]): Promise<Ran>;
  cliIn(world: Partial<Io>, ...args: string[]): Promise<Ran>;
  remove(): void;
}

export async function emptyMachine(): Promise<Machine> {
  const dir = mkdtempSync(join(tmpdir(), 'towline-machine-'));
  const config = await writeConfigIn(dir);
  const cliIn = async (world: Partial<Io>, ...args: string[]): Promise<Ran> => {
    const texts = { out: '', err: '' };
    const code = await runCommandLine(args, {
      out: (text) => {
        texts.out += text;
      },
      err: (text) => {
        texts.err += text;
      },
      colour: false,
      ...world,
      env: { ...world.env, TOWLINE_CONTROLLER_CONFIG: config },
    });
    return { code, ...texts };
  };
  return {
    dir,
    cli: (...args) => cliIn({}, ...args),
    cliIn,
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** A file with a passphrase. */
export function passphraseFile(dir: string, passphrase = 'correct horse battery'): string {
  const path = join(dir, 'passphrase');
  writeFileSync(path, `${passphrase}\n`, { mode: 0o600 });
  return path;
}
