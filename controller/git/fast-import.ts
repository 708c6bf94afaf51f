import { execa } from 'execa';
import { TowlineError } from '../../shared/errors.ts';

export interface ImportedCommit {
  /** Full names of the refs that are set to it, for example `refs/heads/main`. */
  readonly refs: readonly string[];
  /** The commit before; absent for a first one. */
  readonly parent?: string;
  readonly message: string;
  /** `Name <address>`. */
  readonly author: string;
  /** Unix time in seconds. */
  readonly time: number;
  /** Path to content; undefined removes the path. */
  readonly files: ReadonlyMap<string, string | Uint8Array | undefined>;
}

/**
 * Writes commits to a bare repository without a work tree, with `git fast-import`: only what changes is
 * touched. The first ref is written by the commit command, the others after it. Throws `failed`.
 */
export async function fastImport(repository: string, commits: readonly ImportedCommit[]): Promise<void> {
  const stream = Buffer.concat([...commits.flatMap(commandsOf), Buffer.from('done\n')]);
  const { PATH = '/usr/bin:/bin', HOME = '/' } = process.env;
  const result = await execa('git', ['fast-import', '--quiet', '--force', '--done', '--date-format=raw'], {
    cwd: repository,
    input: stream,
    reject: false,
    extendEnv: false,
    env: { PATH, HOME, LC_ALL: 'C', GIT_DIR: repository },
  });
  if (!result.failed) return;
  const line = result.stderr.split('\n').find((text) => /^(fatal|error|warning):/.test(text));
  throw new TowlineError('failed', `git fast-import in ${repository}: ${line ?? 'failed'}`, {
    cause: result,
  });
}

function commandsOf(commit: ImportedCommit, index: number): Buffer[] {
  const [first = 'refs/heads/main', ...others] = commit.refs;
  const mark = `:${index + 1}`;
  const author = `${commit.author} ${commit.time} +0000`;
  return [
    Buffer.from(`commit ${first}\nmark ${mark}\nauthor ${author}\n`),
    Buffer.from(`committer towline <towline@localhost> ${commit.time} +0000\n`),
    dataOf(commit.message),
    Buffer.from(commit.parent === undefined ? '' : `from ${commit.parent}\n`),
    ...[...commit.files].flatMap(([path, content]) =>
      content === undefined
        ? [Buffer.from(`D ${path}\n`)]
        : [Buffer.from(`M 100644 inline ${path}\n`), dataOf(content)],
    ),
    ...others.map((ref) => Buffer.from(`reset ${ref}\nfrom ${mark}\n\n`)),
  ];
}

function dataOf(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content as Uint8Array);
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
}
