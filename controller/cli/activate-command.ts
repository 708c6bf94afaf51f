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
      notes: 'With --wait it ends when all have confirmed; exit code 1 if one failed or the time ran out.',
    },
    async (session, flags, text?: string) => {
      const timeoutS = Number(flags.timeout);
      if (!(timeoutS > 0)) throw new UsageError(`${flags.timeout} is no time in seconds`);
      const nodes = flags.node ?? [];
      await session.withDaemon(async (daemon) => {
        const { release, changedNodes } = await daemon.call(admin.Activate, {
          release: parseRelease(text),
          nodes,
        });
        const progress = session.json ? () => undefined : (line: string) => io.err(`${line}\n`);
        if (!session.json)
          io.out(`Release ${release} activated, it changes ${changedNodes.join(' ') || 'no node'}\n`);
        const settled = flags.wait
          ? await waitUntilSettled({ daemon, clock: systemClock, timeoutS, nodes, progress })
          : undefined;
        if (session.json) session.print(documentOf(release, changedNodes, settled), () => '');
        else if (settled !== undefined) io.out(`${renderProgress(io, settled)}\n`);
        if (settled !== undefined && !settled.ok) throw new Exit(exitCode.error);
      });
    },
  )
    .addOption(new Option('--node <node>', 'only this node; may be repeated').argParser(collect))
    .addOption(new Option('--wait', 'wait until every router has confirmed or failed'))
    .addOption(new Option('--timeout <seconds>', 'how long --wait waits').default('300'));
}

function documentOf(release: number, changedNodes: readonly string[], settled: Settling | undefined) {
  const document = { release, changed_nodes: changedNodes };
  if (settled === undefined) return document;
  const { ok, confirmed, failed, waiting } = settled;
  return {
    ...document,
    ok,
    confirmed,
    failed: failed.map(({ node, reason }) => ({ node, reason })),
    waiting,
  };
}
