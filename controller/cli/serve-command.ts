import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';
import { requireStateOwner } from '../../shared/os/state-owner.ts';
import { withSocket } from '../config/load.ts';
import { command } from './command.ts';
import type { Io } from './io.ts';

export function serveCommand(io: Io) {
  return command(
    io,
    {
      usage: 'serve',
      summary: 'run the controller until it is told to stop (SIGTERM); SIGHUP reads controller.toml again',
      example: 'serve',
      notes:
        'It logs to standard output: JSON lines, or readable text on a terminal. TOWLINE_LOG sets the level,\nTOWLINE_LOG_FORMAT=json|text the format. Under journald each line has its level: journalctl -p warning.',
    },
    async (session) => {
      const { socketOption, configPath } = session;
      const load = () => {
        const configured = session.loadConfig();
        return socketOption === undefined ? configured : withSocket(configured, socketOption);
      };
      const config = load();
      await requireStateOwner(config.state_dir, 'towline serve');
      const [
        { wire },
        { serve },
        { boundHeap },
        { run },
        { systemClock },
        { createLog },
        { createWireGuard },
        { toggleBySignal },
      ] = await Promise.all([
        import('../wire.ts'),
        import('../serve/serve.ts'),
        import('../serve/heap.ts'),
        import('../../shared/os/run.ts'),
        import('../../shared/os/clock.ts'),
        import('../../shared/os/log.ts'),
        import('../../shared/wireguard/wireguard.ts'),
        import('../../shared/os/log-level.ts'),
      ]);
      boundHeap();
      // What grpc-js writes to standard error by itself comes as an error as well.
      setLogVerbosity(logVerbosity.NONE);
      const log = createLog('towline');
      const wireguard = createWireGuard(run, config.wireguard.mode);
      const untoggle = toggleBySignal(log.level, (state) => log.info(state, 'log level'));
      try {
        const ports = { run, wireguard, clock: systemClock, log, logLevel: log.level, configPath };
        await serve(await wire(config, ports), run, log, load);
      } finally {
        untoggle();
      }
    },
  );
}
