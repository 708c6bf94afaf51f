import { requireBranch } from './bare.ts';
import { gitIn } from './repository.ts';

/** One commit of the inventory. */
export interface LoggedCommit {
  readonly commit: string;
  /** When it was committed, Unix time in seconds. */
  readonly timeUnixS: number;
  /** `Name <address>`. */
  readonly author: string;
  /** First line of its message. */
  readonly subject: string;
}

/** The newest commits of the bare inventory, newest first. Throws `conflict` if it is missing or empty. */
export async function readLog(bare: string, limit: number): Promise<LoggedCommit[]> {
  await requireBranch(bare);
  // None of the fields holds a line break, and -z ends each record with NUL.
  const format = '--format=tformat:%H%n%ct%n%an <%ae>%n%s';
  const text = await gitIn(bare)('log', '-z', `--max-count=${limit}`, format, 'refs/heads/main', '--');
  return text
    .split('\0')
    .filter((record) => record !== '')
    .map((record) => {
      const [commit = '', time = '', author = '', subject = ''] = record.split('\n');
      return { commit, timeUnixS: Number(time), author, subject };
    });
}
