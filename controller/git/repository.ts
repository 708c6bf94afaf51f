import { execa } from 'execa';
import { TowlineError } from '../../shared/errors.ts';
import { plainly } from '../../shared/os/capabilities.ts';

/** Runs one git command in a repository and resolves to its output. Rejects with a TowlineError of one line. */
export type Git = (...args: string[]) => Promise<string>;

/**
 * Settings with which what git acknowledged is on the disk; by default new objects are left to the disk's leisure. For
 * the bare repositories: a work tree can be cloned again.
 */
export const durable = ['core.fsync=committed,reference', 'core.fsyncMethod=batch'];

/** What git may not take from the admin's own settings, or lacks on a machine without any. */
const settings = [
  'user.name=towline',
  'user.email=towline@localhost',
  'commit.gpgsign=false',
  'core.autocrlf=false',
  'core.quotepath=false',
  // Nobody waits for it: see maintenance.ts.
  'gc.auto=0',
].flatMap((setting) => ['-c', setting]);

/** The variables that git gets: its messages in English, since some are read here. */
export function gitEnvironment(): Record<string, string> {
  const { PATH = '/usr/sbin:/usr/bin:/sbin:/bin', HOME = '/' } = process.env;
  return { PATH, HOME, LC_ALL: 'C' };
}

/** git in a folder that exists. @param variables for this git alone, such as the author of a commit */
export function gitIn(dir: string, variables: Readonly<Record<string, string>> = {}): Git {
  return async (...args) => {
    const result = await execa(...plainly('git', [...settings, ...args]), {
      cwd: dir,
      extendEnv: false,
      env: { ...gitEnvironment(), ...variables },
      stdin: 'ignore',
      reject: false,
      stripFinalNewline: false,
      maxBuffer: 256 * 1024 * 1024,
    });
    if (!result.failed) return result.stdout;
    throw gitError(dir, commandOf(args), `${result.stderr ?? ''}\n${result.originalMessage ?? ''}`, result);
  };
}

/**
 * What git prints in a bare repository, as it is, having read something. Rejects with a TowlineError of one line.
 *
 * @param input what git reads, one line each
 */
export async function gitBytes(
  repository: string,
  args: readonly string[],
  input: readonly string[] = [],
): Promise<Buffer> {
  const result = await execa(...plainly('git', args), {
    cwd: repository,
    extendEnv: false,
    env: { ...gitEnvironment(), GIT_DIR: repository },
    input: input.map((line) => `${line}\n`).join(''),
    encoding: 'buffer',
    reject: false,
    maxBuffer: 256 * 1024 * 1024,
  });
  if (!result.failed) return Buffer.from(result.stdout);
  const said = Buffer.from(result.stderr ?? '').toString('utf8');
  throw gitError(repository, commandOf(args), `${said}\n${result.originalMessage ?? ''}`, result);
}

/** The command among the arguments, after the settings for it alone. */
function commandOf(args: readonly string[]): string {
  return args.find((word, index) => !word.startsWith('-') && args[index - 1] !== '-c') ?? '';
}

function gitError(dir: string, command: string, message: string, cause: unknown): TowlineError {
  if (/spawn git ENOENT|failed to execute git: No such file/.test(message)) {
    return new TowlineError('failed', "git is not installed: install it ('apt install git')", { cause });
  }
  const lock = /Unable to create '([^']+\.lock)'|cannot lock ref .*'([^']+\.lock)'/.exec(message);
  const path = lock?.[1] ?? lock?.[2];
  if (path !== undefined) {
    return new TowlineError(
      'conflict',
      `${path} exists: another git is at work there, or one was killed; if none is running, remove the file and repeat`,
      { cause },
    );
  }
  if (message.includes('dubious ownership')) {
    const owned = /ownership in repository at '([^']+)'/.exec(message)?.[1] ?? dir;
    return new TowlineError(
      'conflict',
      `${owned} belongs to another user: give it to the user of the daemon`,
      {
        cause,
      },
    );
  }
  const line = message
    .split('\n')
    .map((text) => text.trim())
    .find((text) => /^(fatal|error):/.test(text));
  return new TowlineError('failed', `git ${command} in ${dir}: ${line ?? message.trim().split('\n')[0]}`, {
    cause,
  });
}

/** The commit that a name stands for, or undefined. */
export async function resolveCommit(git: Git, name: string): Promise<string | undefined> {
  // rev-parse --quiet prints nothing and fails for a name that is none.
  const found = await git('rev-parse', '--verify', '--quiet', `${name}^{commit}`).catch(() => '');
  return found.trim() === '' ? undefined : found.trim();
}
