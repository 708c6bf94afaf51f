import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder, and what its maker gave. */
export interface Taken<Made> {
  readonly dir: string;
  readonly made: Made;
  /** Removes it. */
  giveBack(): void;
}

interface Kept<Made> {
  readonly dir: string;
  readonly copy: string;
  readonly made: Made;
}

/**
 * Folders that are made once, and put back as they were for each test that begins with the same: making one takes many
 * times as long. It is always at the same path, which its files may name. Who takes one while another test has it gets
 * one that is made anew.
 */
export class KeptFolder<Made> {
  readonly #make: (dir: string) => Promise<Made>;
  readonly #free: Kept<Made>[] = [];

  constructor(make: (dir: string) => Promise<Made>) {
    this.#make = make;
  }

  async take(): Promise<Taken<Made>> {
    const free = this.#free.pop();
    if (free !== undefined) copyFolder(free.copy, free.dir);
    const kept = free ?? (await this.#makeAnew());
    const { dir, made } = kept;
    let isTaken = true;
    return {
      dir,
      made,
      giveBack: () => {
        rmSync(dir, { recursive: true, force: true });
        if (isTaken) this.#free.push(kept);
        isTaken = false;
      },
    };
  }

  async #makeAnew(): Promise<Kept<Made>> {
    const dir = mkdtempSync(join(tmpdir(), 'towline-controller-'));
    const made = await this.#make(dir);
    const copy = `${dir}.kept`;
    copyFolder(dir, copy);
    process.on('exit', () => rmSync(copy, { recursive: true, force: true }));
    return { dir, copy, made };
  }
}

/** With times and modes, so that git need not read what it knows. */
function copyFolder(from: string, to: string): void {
  execFileSync('cp', ['-a', from, to]);
}
