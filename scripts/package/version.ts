import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

/** What a package is made of, and when that was: the same for everybody who has the commit. */
export interface Version {
  /** As Debian orders it: what is not released yet comes before the release. */
  readonly text: string;
  /** Unix time of the commit in seconds: every file of a package has it. */
  readonly epoch: number;
}

/**
 * Version of the commit in `top`: that of package.json where the commit has its tag, `0.1.0~git20261130072056.9f95ceb`
 * elsewhere. Without git, SOURCE_DATE_EPOCH says the time (reproducible-builds.org). Throws where neither does.
 */
export async function versionOf(top: string): Promise<Version> {
  const { version } = JSON.parse(readFileSync(join(top, 'package.json'), 'utf8')) as { version: string };
  const { SOURCE_DATE_EPOCH: given } = process.env;
  if (given !== undefined) {
    if (!/^\d{1,11}$/.test(given)) throw new Error('SOURCE_DATE_EPOCH is no Unix time in seconds');
    return { text: process.env.TOWLINE_VERSION ?? version, epoch: Number(given) };
  }
  const git = async (...args: string[]) => (await execa('git', args, { cwd: top })).stdout.trim();
  const [epoch = '', commit = ''] = (await git('log', '-1', '--format=%ct %h', '--abbrev=7')).split(' ');
  const isReleased = (await git('tag', '--points-at', 'HEAD')).split('\n').includes(`v${version}`);
  const isClean = (await git('status', '--porcelain')) === '';
  const second = new Date(Number(epoch) * 1000).toISOString().replace(/\D/g, '').slice(0, 14);
  const text =
    isReleased && isClean ? version : `${version}~git${second}.${commit}${isClean ? '' : '.changed'}`;
  return { text, epoch: Number(epoch) };
}
