import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { TowlineError } from '../../shared/errors.ts';
import { plainly } from '../../shared/os/capabilities.ts';
import { createBare } from '../git/rendered.ts';
import { gitBytes, gitEnvironment, gitIn } from '../git/repository.ts';

/** A ref and the object that it names. */
interface Ref {
  readonly name: string;
  readonly object: string;
}

/** All refs of a repository as they are now: what they lead to stays, whatever is pushed meanwhile. */
export async function refsOf(repository: string): Promise<Ref[]> {
  const lines = (await gitIn(repository)('for-each-ref', '--format=%(objectname) %(refname)'))
    .trim()
    .split('\n');
  return lines.flatMap((line) => {
    const [object = '', name] = line.split(' ');
    return name === undefined ? [] : [{ name, object }];
  });
}

/**
 * Writes refs and all that they lead to into a file that git reads as a repository (gitformat-bundle(5), version 2).
 * `git bundle` would take the refs as they are by then. Throws `failed`.
 */
export async function writeBundle(repository: string, refs: readonly Ref[], path: string): Promise<void> {
  const head = ['# v2 git bundle', ...refs.map(({ object, name }) => `${object} ${name}`), '', ''].join('\n');
  const objects = [...new Set(refs.map(({ object }) => object))].join('\n');
  const git = execa(...plainly('git', ['pack-objects', '--revs', '--stdout', '--quiet']), {
    cwd: repository,
    extendEnv: false,
    env: { ...gitEnvironment(), GIT_DIR: repository },
    input: `${objects}\n`,
    buffer: { stdout: false },
    encoding: 'buffer',
    reject: false,
  });
  const parts = async function* () {
    yield Buffer.from(head);
    yield* git.stdout as AsyncIterable<Buffer>;
  };
  await pipeline(Readable.from(parts()), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  const result = await git;
  if (!result.failed) return;
  const [reason] = Buffer.from(result.stderr).toString('utf8').trim().split('\n');
  throw new TowlineError('failed', `git pack-objects in ${repository}: ${reason}`, { cause: result });
}

/** Makes a bare repository of what `writeBundle` wrote, and removes that. Throws `failed`, also for a damaged one. */
export async function readBundle(bundle: string, repository: string): Promise<void> {
  await createBare(repository);
  const git = gitIn(repository);
  const strictly = ['-c', 'fetch.fsckObjects=true', '-c', 'core.fsync=all', '-c', 'core.fsyncMethod=fsync'];
  await git(...strictly, 'fetch', '--quiet', '--no-auto-maintenance', bundle, '+refs/*:refs/*');
  await rm(bundle);
}

/** Those of the commits that a repository lacks. */
export async function missingCommits(repository: string, commits: readonly string[]): Promise<string[]> {
  const types = await gitBytes(repository, ['cat-file', '--batch-check=%(objecttype)'], commits);
  const lines = types.toString('utf8').split('\n');
  return commits.filter((_commit, index) => lines[index] !== 'commit');
}
