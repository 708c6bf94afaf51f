import { execa } from 'execa';
import { messageOf } from '../../shared/errors.ts';
import { plainly } from '../../shared/os/capabilities.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Queue } from '../serve/queue.ts';

export interface MaintenanceOptions {
  readonly repositories: readonly string[];
  readonly queue: Queue;
  readonly log: Log;
  /** Ends what runs; git repeats it another time. */
  readonly signal: AbortSignal;
}

/** Keeps the repositories small, in the background. */
export interface Maintenance {
  /** Begins a pass unless one runs. */
  begin(): void;
  /** Counts a release; each hundredth begins a pass. */
  noteRelease(): void;
  /** Resolves when no pass runs. */
  idle(): Promise<void>;
}

const releasesBetween = 100;

/**
 * What `git gc` may do beside other git commands: no refs and no reflogs, whose locks would make a commit fail.
 * Objects that nothing names yet are safe, since it leaves alone what is younger than two weeks. Packing begins
 * at fewer loose objects than git's own 6700: each is a file.
 */
const gcSettings = [
  'gc.auto=2000',
  'gc.autoPackLimit=20',
  'gc.autoDetach=false',
  'gc.packRefs=false',
  'gc.reflogExpire=never',
  'gc.reflogExpireUnreachable=never',
];

export function createMaintenance({ repositories, queue, log, signal }: MaintenanceOptions): Maintenance {
  let pass: Promise<void> | undefined;
  let releases = 0;

  const maintain = async (repository: string) => {
    const settings = gcSettings.flatMap((setting) => ['-c', setting]);
    await git(repository, [...settings, 'gc', '--auto', '--quiet'], signal);
    // A tag a release: packed in milliseconds, but it takes locks, so it has its turn like a commit. Never ended
    // half-way: what it leaves then (packed-refs.new) stands in the way of others.
    if (!signal.aborted) await queue(() => git(repository, ['pack-refs', '--all']));
  };
  const run = async () => {
    for (const repository of repositories) {
      if (signal.aborted) return;
      await maintain(repository).catch((error: unknown) => {
        if (!signal.aborted) log.warn({ repository, reason: messageOf(error) }, 'git gc failed, later again');
      });
    }
  };

  const begin = () => {
    pass ??= run().finally(() => {
      pass = undefined;
    });
  };
  return {
    begin,
    noteRelease() {
      releases++;
      if (releases % releasesBetween === 0) begin();
    },
    idle: () => pass ?? Promise.resolve(),
  };
}

async function git(repository: string, args: readonly string[], signal?: AbortSignal): Promise<void> {
  const { PATH = '/usr/bin:/bin', HOME = '/' } = process.env;
  await execa(...plainly('git', args), {
    cwd: repository,
    extendEnv: false,
    env: { PATH, HOME, LC_ALL: 'C' },
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
}
