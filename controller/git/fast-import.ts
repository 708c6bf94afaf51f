import { Readable } from 'node:stream';
import { execa } from 'execa';
import { TowlineError } from '../../shared/errors.ts';
import { plainly } from '../../shared/os/capabilities.ts';
import { durable, gitEnvironment } from './repository.ts';

export interface ImportedCommit {
  /** Full names of the refs that are set to it, for example `refs/heads/main`. */
  readonly refs: readonly string[];
  /** The commit before, or the mark of one that is written with it; absent for a first one. */
  readonly parent?: string;
  readonly message: string;
  /** `Name <address>`. */
  readonly author: string;
  /** Unix time in seconds. */
  readonly time: number;
  /** Path and content, read one after another while git takes them; undefined removes the path. */
  readonly files: Iterable<readonly [path: string, content: string | Uint8Array | undefined]>;
}

/**
 * Writes commits to a bare repository without a work tree, with `git fast-import`: only what changes is
 * touched. The first ref is written by the commit command, the others after it. Throws `failed`.
 */
export async function fastImport(repository: string, commits: readonly ImportedCommit[]): Promise<void> {
  // A bundle's files are much alike and few: what delta compression saves is not worth its time.
  const settings = ['-c', 'core.compression=1', ...durable.flatMap((setting) => ['-c', setting])];
  const options = ['fast-import', '--quiet', '--force', '--done', '--date-format=raw'];
  const result = await execa(...plainly('git', [...settings, ...options]), {
    cwd: repository,
    input: Readable.from(chunksOf(commits), { objectMode: false, highWaterMark: chunkBytes }),
    reject: false,
    extendEnv: false,
    env: { ...gitEnvironment(), GIT_DIR: repository },
  });
  if (!result.failed) return;
  if (result.cause instanceof TowlineError) throw result.cause;
  const line = result.stderr.split('\n').find((text) => /^(fatal|error|warning):/.test(text));
  throw new TowlineError('failed', `git fast-import in ${repository}: ${line ?? 'failed'}`, {
    cause: result,
  });
}

/** How those that are written with it name a commit, by its place among them from 1 on. */
export function markOf(place: number): string {
  return `:${place}`;
}

const chunkBytes = 256 * 1024;

/** The commands in pieces of some size, so that neither all of them are in memory nor each is a write of its own. */
function* chunksOf(commits: readonly ImportedCommit[]): Generator<Buffer> {
  let pieces: Buffer[] = [];
  let bytes = 0;
  for (const piece of piecesOf(commits)) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes < chunkBytes) continue;
    yield Buffer.concat(pieces);
    pieces = [];
    bytes = 0;
  }
  yield Buffer.concat([...pieces, Buffer.from('done\n')]);
}

function* piecesOf(commits: readonly ImportedCommit[]): Generator<Buffer> {
  for (const [index, commit] of commits.entries()) {
    const [first = 'refs/heads/main', ...others] = commit.refs;
    const mark = markOf(index + 1);
    const author = `${commit.author} ${commit.time} +0000`;
    yield Buffer.from(`commit ${first}\nmark ${mark}\nauthor ${author}\n`);
    yield Buffer.from(`committer towline <towline@localhost> ${commit.time} +0000\n`);
    yield dataOf(commit.message);
    if (commit.parent !== undefined) yield Buffer.from(`from ${commit.parent}\n`);
    for (const [path, content] of commit.files) {
      if (content === undefined) yield Buffer.from(`D ${quoted(path)}\n`);
      else {
        yield Buffer.from(`M 100644 inline ${quoted(path)}\n`);
        yield dataOf(content);
      }
    }
    for (const ref of others) yield Buffer.from(`reset ${ref}\nfrom ${mark}\n\n`);
  }
}

/** A path so that it ends where it ends, whatever is in it. Throws `failed` where there is no such way. */
function quoted(path: string): string {
  if (path === '' || /[\n\0]/.test(path))
    throw new TowlineError('failed', `git cannot take the path ${JSON.stringify(path)}`);
  if (!/["\\\p{Cc}]/u.test(path)) return path;
  const escaped = path.replaceAll(/["\\\p{Cc}]/gu, (character) =>
    character === '"' || character === '\\' ? `\\${character}` : octal(character),
  );
  return `"${escaped}"`;
}

/** Each byte as `\\ooo`. */
function octal(character: string): string {
  return [...Buffer.from(character)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}

function dataOf(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content as Uint8Array);
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
}
