import { type Dirent, existsSync } from 'node:fs';
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Lures, mark, secretText } from './texts/lures.ts';

/** What hostile texts have left behind. */
export interface Traces {
  /** Files that commands made. */
  readonly ran: readonly string[];
  /** Files where none should be. */
  readonly outside: readonly string[];
}

/** Folders in which hostile texts are let loose, and in which whatever comes of them is found. */
export class Grounds {
  readonly folder: string;
  readonly lures: Lures;
  /** Folders that may hold files with hostile names: they were put there, or checked. */
  readonly #open = new Set<string>();
  readonly #searched: string[];
  readonly #ends: (() => Promise<unknown>)[] = [];

  private constructor(folder: string) {
    this.folder = folder;
    this.lures = {
      ran: join(folder, 'ran'),
      away: join(folder, 'away'),
      secret: join(folder, 'kept/secret'),
    };
    this.#searched = [folder];
  }

  static async make(): Promise<Grounds> {
    const grounds = new Grounds(await mkdtemp(join(tmpdir(), 'towline-hostile-')));
    for (const folder of [grounds.lures.ran, grounds.lures.away]) await mkdir(folder);
    await grounds.#keep();
    return grounds;
  }

  /** A folder below these, for things that are no lures. */
  async place(name: string): Promise<string> {
    const path = join(this.folder, name);
    await mkdir(path, { recursive: true });
    return path;
  }

  /** Looks into one more folder. */
  search(folder: string): void {
    this.#searched.push(folder);
  }

  /** Files with hostile names are right in this folder. */
  allow(folder: string): void {
    this.#open.add(folder);
  }

  /** What was left behind, which is taken away. */
  async traces(): Promise<Traces> {
    const { ran, away, secret } = this.lures;
    const made = (await readdir(ran)).map((name) => join(ran, name));
    const outside = (await readdir(away)).map((name) => join(away, name));
    for (const folder of this.#searched) outside.push(...(await marked(folder, [ran, away, ...this.#open])));
    // Where relative paths lead from the folders that programs run in.
    for (const folder of ['/', '/etc', tmpdir(), process.cwd(), join(process.cwd(), '..')])
      outside.push(...(await readdir(folder)).filter(isMarked).map((name) => join(folder, name)));
    for (const path of [...made, ...outside]) await rm(path, { recursive: true, force: true });
    if (!(await this.#isKept())) {
      outside.push(secret);
      await this.#keep();
    }
    return { ran: made, outside: [...new Set(outside)] };
  }

  /** Whether the file with the secret is as it was, and alone. */
  async #isKept(): Promise<boolean> {
    const { secret } = this.lures;
    const [content, status, beside] = await Promise.all([
      readFile(secret, 'utf8').catch(() => ''),
      lstat(secret).catch(() => undefined),
      readdir(dirname(secret)).catch(() => []),
    ]);
    const isFile =
      status?.isFile() === true && (status.mode & 0o777) === 0o640 && status.uid === process.getuid?.();
    return content === `${secretText}\n` && isFile && beside.length === 1;
  }

  async #keep(): Promise<void> {
    const { secret } = this.lures;
    await rm(dirname(secret), { recursive: true, force: true });
    await mkdir(dirname(secret));
    await writeFile(secret, `${secretText}\n`);
    await chmod(secret, 0o640);
  }

  /** Has something ended before the folders are removed; last one first. */
  later(end: () => Promise<unknown>): void {
    this.#ends.unshift(end);
  }

  async remove(): Promise<void> {
    for (const end of this.#ends) await end();
    await rm(this.folder, { recursive: true, force: true });
  }
}

const isMarked = (name: string) => name.includes(mark);

/** Paths below a folder whose name has the mark. */
async function marked(folder: string, closed: readonly string[]): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries: Dirent[] = await readdir(folder, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (closed.includes(path)) return [];
      if (isMarked(entry.name)) return [path];
      // Thousands of files whose names are digests.
      return entry.isDirectory() && entry.name !== 'objects' ? marked(path, closed) : [];
    }),
  );
  return found.flat();
}
