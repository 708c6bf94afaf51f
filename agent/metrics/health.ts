import { access } from 'node:fs/promises';
import { healthPage } from '../../shared/net/health.ts';
import type { Pages } from '../../shared/net/http-server.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { AgentStatus } from '../report/status.ts';

export interface HealthSources {
  readonly clock: Clock;
  /** Names of the loops that hang, as the watchdog of systemd goes by. */
  readonly stuck: () => readonly string[];
  readonly journalFile: string;
  readonly isBooted: () => boolean;
  readonly status: () => AgentStatus | undefined;
}

/**
 * `/healthz`: the agent does its work; 503 is a reason to start it again, and its loops hang where its watchdog says so.
 * Being cut off from the controller is none: it is told, since the agent works without. `/readyz`: the node is up from its
 * disk, and runs a bundle.
 */
export function healthPages(sources: HealthSources): Pages {
  const { clock, stuck, journalFile, isBooted, status } = sources;
  const notes = () =>
    status()?.controller.connected === false ? ['note: not in contact with the controller'] : [];
  const journal = async () => {
    // There is none before the first bundle.
    if ((status()?.running.release ?? 0) > 0) await access(journalFile);
    return undefined;
  };
  return {
    '/healthz': healthPage({
      clock,
      notes,
      checks: {
        loops: () => {
          const loops = stuck();
          return loops.length === 0
            ? undefined
            : `${loops.join(' and ')} ${loops.length === 1 ? 'hangs' : 'hang'}`;
        },
        journal,
      },
    }),
    '/readyz': healthPage({
      clock,
      notes,
      checks: {
        boot: () => (isBooted() ? undefined : 'the node is not up from its disk yet'),
        bundle: () => ((status()?.running.release ?? 0) > 0 ? undefined : 'no bundle runs'),
      },
    }),
  };
}
