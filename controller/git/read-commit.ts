import { TowlineError } from '../../shared/errors.ts';
import { isMeant } from '../inventory/entries.ts';
import { gitBytes } from './repository.ts';

/** The files of a commit that mean something to the compiler: path to text, as `readSourceTree` gives them. */
export async function readCommit(repository: string, commit: string): Promise<Map<string, string>> {
  const list = await gitBytes(repository, ['ls-tree', '-r', '-z', '--full-tree', commit]);
  const entries = list
    .toString('utf8')
    .split('\0')
    .flatMap((line) => {
      const [, oid, path] = /^100(?:644|755) blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
      return oid === undefined || path === undefined || !isMeant(path) ? [] : [{ oid, path }];
    });
  if (entries.length === 0) return new Map();
  const stdout = await gitBytes(
    repository,
    ['cat-file', '--batch'],
    entries.map(({ oid }) => oid),
  );
  const tree = new Map<string, string>();
  let at = 0;
  for (const { path } of entries) {
    // `<oid> blob <size>\n<content>\n`
    const end = stdout.indexOf('\n', at);
    const size = Number(stdout.toString('utf8', at, end).split(' ')[2]);
    if (!Number.isInteger(size))
      throw new TowlineError('failed', `git cat-file in ${repository} lacks ${path}`);
    tree.set(path, stdout.toString('utf8', end + 1, end + 1 + size));
    at = end + 1 + size + 1;
  }
  return tree;
}
