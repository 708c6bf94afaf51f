import { Option } from 'commander';
import { systemClock } from '../../shared/os/clock.ts';
import { nameList } from './changes.ts';
import { admin } from './client.ts';
import { collect, command } from './command.ts';
import { Exit, exitCode, UsageError } from './exit-codes.ts';
import type { Io } from './io.ts';
import { parseRelease } from './release-number.ts';
import { follow } from './rollout-commands.ts';
import { isRollout, type RolloutFlags, rolloutOptions, rolloutRequest } from './rollout-flags.ts';
import { planDocument, renderPlan } from './rollout-text.ts';
import type { Session } from './session.ts';
import { renderProgress, type Settling, waitUntilSettled } from './settle.ts';

interface ActivateFlags extends RolloutFlags {
  readonly node?: string[];
  readonly site?: string[];
  readonly group?: string[];
  readonly all?: boolean;
  readonly wait?: boolean;
  readonly timeout?: string;
}

const defaultTimeoutS = 300;

export function activateCommand(io: Io) {
  const self = command<ActivateFlags>(
    io,
    {
      usage: 'activate [release]',
      summary: 'make a release (the newest) the one that routers should run',
      example: [
        'activate --wait',
        'activate 7 --node fra1 --site berlin --wait',
        'activate --group core',
        'activate --canary 2 --wave 10% --pause 5m --max-failures 3 --wait',
      ],
      notes:
        "Without a node, site or group it is for all; with several it is for whom any of them means.\nA router that should run it already and has not confirmed it is told again.\nWith --wait it ends when all have confirmed; exit code 1 if one failed, or the time ran out while one is away or not done.\nRouters whose links change at both ends switch together; they are put off while one of them is away.\n\nWith --canary, --wave, --pause, --max-failures, --margin, --rollback-on-failure or --dry-run it is a rollout: waves\nof which none may cut the rest of the network apart, one after the other, each once the one before is well. At most\nas many routers are on their way as may fail before it stops, and one more: a higher limit is faster, too.\n--timeout holds for it only where it is given. See 'towline rollout status'.",
      exitCodes:
        '0 done, 1 an error or a router that failed, 2 wrong usage, 3 a rollout that is under way when the time is over',
    },
    async (session, flags, text?: string) => {
      const timeoutS = Number(flags.timeout ?? defaultTimeoutS);
      if (!(timeoutS > 0)) throw new UsageError(`${flags.timeout} is no time in seconds`);
      const { node: nodes = [], site: sites = [], group: groups = [] } = flags;
      if (flags.all && nodes.length + sites.length + groups.length > 0)
        throw new UsageError('--all excludes --node, --site and --group');
      if (isRollout(flags))
        return rollOut(session, flags, { release: parseRelease(text), nodes, sites, groups });
      await session.withDaemon(async (daemon) => {
        const since = systemClock.monotonic();
        const request = { release: parseRelease(text), nodes, sites, groups };
        const response = await daemon.call(admin.Activate, request);
        const { release, changedNodes, announcedNodes, chosenNodes } = response;
        const progress = session.json ? () => undefined : (line: string) => io.err(`${line}\n`);
        if (!session.json) {
          io.out(`Release ${release} activated, it changes ${nameList(changedNodes, 'no node')}\n`);
          if (announcedNodes.length > 0)
            io.out(`Told again, since not confirmed yet: ${nameList(announcedNodes)}\n`);
        }
        const settled = flags.wait
          ? await waitUntilSettled({
              daemon,
              clock: systemClock,
              timeoutS,
              nodes: chosenNodes,
              release,
              since,
              progress,
            })
          : undefined;
        if (session.json) {
          const document = { release, changed_nodes: changedNodes, announced_nodes: announcedNodes };
          session.print({ ...document, ...settlingDocument(settled) }, () => '');
        } else if (settled !== undefined) io.out(`${renderProgress(io, settled)}\n`);
        if (settled !== undefined && !settled.ok) throw new Exit(exitCode.error);
      });
    },
  )
    .addOption(new Option('--node <node>', 'only this node; may be repeated').argParser(collect))
    .addOption(new Option('--site <site>', 'only the nodes of this site; may be repeated').argParser(collect))
    .addOption(
      new Option('--group <group>', 'only the nodes of this group; may be repeated').argParser(collect),
    )
    .addOption(new Option('--all', 'every node, as without --node, --site and --group'))
    .addOption(new Option('--wait', 'wait until every router has confirmed or failed'))
    .addOption(new Option('--timeout <seconds>', `how long --wait waits (default: ${defaultTimeoutS})`));
  for (const option of rolloutOptions()) self.addOption(option);
  return self;
}

/** Shows the waves, begins them unless it is dry, and follows them where asked to. */
async function rollOut(
  session: Session,
  flags: ActivateFlags,
  what: {
    readonly release: number;
    readonly nodes: string[];
    readonly sites: string[];
    readonly groups: string[];
  },
): Promise<void> {
  const { io, json } = session;
  const request = { ...what, ...rolloutRequest(flags) };
  await session.withDaemon(async (daemon) => {
    const plan = await daemon.call(admin.BeginRollout, request);
    const { rollout } = plan;
    const begun =
      rollout === null
        ? 'Nothing was done: --dry-run.'
        : `Rollout ${rollout.number} has begun: 'towline rollout status --watch'`;
    // With --json and --wait there is one document, the one of the end.
    if (json && (!flags.wait || rollout === null))
      session.print({ ...planDocument(plan), rollout: rollout?.number ?? null }, () => '');
    if (!json) io.out(`${renderPlan(io, plan)}\n${begun}\n`);
    if (rollout !== null && flags.wait)
      await follow(session, daemon, rollout, flags.timeout === undefined ? undefined : Number(flags.timeout));
  });
}

function settlingDocument(settled: Settling | undefined) {
  if (settled === undefined) return {};
  const { ok, confirmed, failed, away, waiting, putOff, failedBefore } = settled;
  return { ok, confirmed, failed, away, waiting, put_off: putOff, failed_before: failedBefore };
}
