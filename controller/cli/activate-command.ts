import { Option } from 'commander';
import { systemClock } from '../../shared/os/clock.ts';
import { admin } from './client.ts';
import { collect, command } from './command.ts';
import { Exit, exitCode, UsageError } from './exit-codes.ts';
import type { Io } from './io.ts';
import { parseRelease } from './release-number.ts';
import { renderProgress, type Settling, waitUntilSettled } from './settle.ts';

interface ActivateFlags {
  readonly node?: string[];
  readonly wait?: boolean;
  readonly timeout: string;
}

export function activateCommand(io: Io) {
  return command<ActivateFlags>(
    io,
    {
      usage: 'activate [release]',
      summary: 'make a release (the newest) the one that routers should run',
      example: 'activate 7 --node fra1 --wait',
      notes:
        'A router that should run it already and has not confirmed it is told again.\nWith --wait it ends when all have confirmed; exit code 1 if one failed, or the time ran out while one is away or not done.',
    },
    async (session, flags, text?: string) => {
      const timeoutS = Number(flags.timeout);
      if (!(timeoutS > 0)) throw new UsageError(`${flags.timeout} is no time in seconds`);
      const nodes = flags.node ?? [];
      await session.withDaemon(async (daemon) => {
        const since = systemClock.monotonic();
        const { release, changedNodes, announcedNodes } = await daemon.call(admin.Activate, {
          release: parseRelease(text),
          nodes,
        });
        const progress = session.json ? () => undefined : (line: string) => io.err(`${line}\n`);
        if (!session.json) {
          io.out(`Release ${release} activated, it changes ${changedNodes.join(' ') || 'no node'}\n`);
          if (announcedNodes.length > 0)
            io.out(`Told again, since not confirmed yet: ${announcedNodes.join(' ')}\n`);
        }
        const settled = flags.wait
          ? await waitUntilSettled({ daemon, clock: systemClock, timeoutS, nodes, since, progress })
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
    .addOption(new Option('--wait', 'wait until every router has confirmed or failed'))
    .addOption(new Option('--timeout <seconds>', 'how long --wait waits').default('300'));
}

function settlingDocument(settled: Settling | undefined) {
  if (settled === undefined) return {};
  const { ok, confirmed, failed, away, waiting } = settled;
  return { ok, confirmed, failed: failed.map(({ node, reason }) => ({ node, reason })), away, waiting };
}
