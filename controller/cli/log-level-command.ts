import { Argument, Option } from 'commander';
import { toDocument } from '../../shared/document.ts';
import { logLevels, parseLevelTime, parseLogLevel, showLogLevel } from '../../shared/os/log-level.ts';
import { admin } from './client.ts';
import { command } from './command.ts';
import { UsageError } from './exit-codes.ts';
import type { Io } from './io.ts';

export function logLevelCommand(io: Io) {
  return command<{ for?: string }>(
    io,
    {
      usage: 'log-level',
      summary: 'show what the controller logs, or change it until it ends',
      example: ['log-level', 'log-level debug --for 10m'],
      notes: 'SIGUSR2 turns debugging on and off as well. TOWLINE_LOG is the level at its start.',
    },
    async (session, options, wanted) => {
      const forMs = options.for === undefined ? 0 : parseLevelTime(options.for);
      if (forMs > 0 && wanted === undefined) throw new UsageError('--for needs a level');
      const level = wanted === undefined ? '' : parseLogLevel(wanted);
      const state = await session.withDaemon((daemon) => daemon.call(admin.SetLogLevel, { level, forMs }));
      const { afterwards } = state;
      const shown = {
        level: parseLogLevel(state.level),
        ...(afterwards === '' ? {} : { forMs: state.forMs, afterwards: parseLogLevel(afterwards) }),
      };
      session.print(toDocument(shown), () => showLogLevel(shown));
    },
  )
    .addArgument(new Argument('[level]', 'the level').choices(logLevels))
    .addOption(new Option('--for <time>', 'go back after this time: 30s, 10m, 2h, at most 7d'));
}
