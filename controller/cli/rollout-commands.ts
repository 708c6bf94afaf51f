import { Option } from 'commander';
import { enumWord } from '../../shared/document.ts';
import type { Rollout } from '../../shared/gen/towline/v1/Rollout.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { admin } from './client.ts';
import { command, group } from './command.ts';
import { Exit, exitCode, UsageError } from './exit-codes.ts';
import { clearScreen, type Io, plain } from './io.ts';
import { outcomeOfRollout, renderRollout, rolloutDocument, summaryDocument } from './rollout-text.ts';
import { exitAs, waitForRollout } from './rollout-wait.ts';
import type { Session } from './session.ts';
import { table, utcTime } from './table.ts';

const rolloutExitCodes =
  '0 done, 1 it stopped, failed or was aborted (or an error), 2 wrong usage, 3 it is under way';

/** `towline rollout …`: a release on its way in waves. */
export function rolloutCommands(io: Io) {
  const status = command<{ watch?: boolean }>(
    io,
    {
      usage: 'status [number]',
      summary:
        'show the rollout under way, or the last one: its waves, who is on its way, who failed and why',
      example: ['rollout status --watch', 'rollout status 3 --json'],
      notes:
        'With --watch it looks again each second until the rollout ends or stops; with --json that is a document a line.',
      exitCodes: rolloutExitCodes,
    },
    async (session, { watch = false }, text?: string) => {
      const number = numberOf(text);
      await session.withDaemon(async (daemon) => {
        for (;;) {
          const { rollout } = await daemon.call(admin.GetRollout, { number });
          if (rollout === null) {
            session.print(
              { rollout: null },
              () => "no release was rolled out in waves yet: 'towline activate --help'",
            );
            return;
          }
          if (watch && !session.json) io.out(clearScreen);
          session.print(rolloutDocument(rollout), () => renderRollout(io, rollout));
          if (!watch || outcomeOfRollout(rollout) !== 'under way') return exitAs(rollout);
          await systemClock.sleep(1_000);
        }
      });
    },
  ).addOption(new Option('--watch', 'again each second, until it ends or stops'));

  const pause = command(
    io,
    {
      usage: 'pause',
      summary: 'tell no more routers until it is resumed',
      example: 'rollout pause',
      notes: 'Routers that were told prove the release, or go back, as they would otherwise.',
    },
    async (session) => {
      const { rollout } = await session.withDaemon((daemon) => daemon.call(admin.PauseRollout, {}));
      show(session, rollout);
    },
  );

  const resume = command<{ wait?: boolean }>(
    io,
    {
      usage: 'resume',
      summary: 'go on with a rollout that is paused or has stopped',
      example: 'rollout resume --wait',
      notes:
        'Failures count anew. Routers that failed are left as they are, and so are canaries that are out of contact.',
      exitCodes: rolloutExitCodes,
    },
    async (session, { wait = false }) => {
      await session.withDaemon(async (daemon) => {
        const { rollout } = await daemon.call(admin.ResumeRollout, {});
        if (!wait || rollout === null) return show(session, rollout);
        await follow(session, daemon, rollout);
      });
    },
  ).addOption(new Option('--wait', 'wait until it ends or stops'));

  const abort = command<{ rollback?: boolean; wait?: boolean }>(
    io,
    {
      usage: 'abort',
      summary: 'end a rollout here, or take back what it changed',
      example: ['rollout abort', 'rollout abort --rollback --wait'],
      notes: `No more routers are told; those told prove the release or go back alone. With --rollback all that were told get
what they had before, as a new release, at once. The inventory stays as it is: 'towline plan' shows the change again.`,
    },
    async (session, { rollback = false, wait = false }) => {
      await session.withDaemon(async (daemon) => {
        const { rollout } = await daemon.call(admin.AbortRollout, { rollback });
        if (!wait || rollout === null) return show(session, rollout);
        const ended = await waitForRollout({
          daemon,
          clock: systemClock,
          number: rollout.number,
          timeoutS: undefined,
          progress: session.json ? () => undefined : (line) => io.err(`${line}\n`),
        });
        show(session, ended);
        if (ended?.nodes.some(({ state }) => enumWord(state) === 'returning')) throw new Exit(exitCode.error);
      });
    },
  )
    .addOption(new Option('--rollback', 'give routers that were told what they had before'))
    .addOption(new Option('--wait', 'wait until they have it'));

  const list = command<{ limit: string }>(
    io,
    { usage: 'list', summary: 'list the rollouts, newest first', example: 'rollout list --limit 5' },
    async (session, { limit }) => {
      if (!/^[1-9]\d{0,2}$/.test(limit)) throw new UsageError(`${limit} is no number of rollouts`);
      const { rollouts } = await session.withDaemon((daemon) =>
        daemon.call(admin.ListRollouts, { limit: Number(limit) }),
      );
      session.print({ rollouts: rollouts.map(summaryDocument) }, () => {
        const rows = rollouts.map((rollout) => {
          const total = rollout.counts.reduce((sum, { nodes }) => sum + nodes, 0);
          return [
            rollout.number,
            rollout.release,
            enumWord(rollout.state),
            utcTime(rollout.begunMs / 1000),
            total,
            rollout.counts.find(({ state }) => enumWord(state) === 'failed')?.nodes ?? 0,
            plain(rollout.reason).split('\n')[0] ?? '',
          ];
        });
        return table(['ROLLOUT', 'RELEASE', 'STATE', 'BEGUN', 'NODES', 'FAILED', 'WHY'], rows);
      });
    },
  ).addOption(new Option('--limit <number>', 'at most so many').default('20'));

  return group(
    io,
    'rollout',
    'a release on its way in waves (towline activate --wave …)',
    'rollout status --watch',
    [status, pause, resume, abort, list],
  );
}

/** Follows a rollout to its end, shows it, and ends the program as it ended. */
export async function follow(
  session: Session,
  daemon: Parameters<typeof waitForRollout>[0]['daemon'],
  rollout: Rollout,
  timeoutS?: number,
): Promise<void> {
  const progress = session.json ? () => undefined : (line: string) => session.io.err(`${line}\n`);
  const { number } = rollout;
  const ended = await waitForRollout({ daemon, clock: systemClock, number, timeoutS, progress });
  show(session, ended);
  if (ended !== null) exitAs(ended);
}

function show(session: Session, rollout: Rollout | null): void {
  if (rollout === null) return;
  session.print(rolloutDocument(rollout), () => renderRollout(session.io, rollout));
}

function numberOf(text: string | undefined): number {
  if (text === undefined) return 0;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`${JSON.stringify(text)} is no number of a rollout: see 'towline rollout list'`);
}
