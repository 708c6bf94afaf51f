import type { Log } from '../../shared/os/log.ts';
import type { Run } from '../../shared/os/run.ts';
import type { CustomService } from '../config/services.ts';
import type { PlacedFiles } from './placed.ts';

/** Custom services of this machine and what became of them. */
export interface CustomServices {
  /** Those of agent.toml, sorted by name. */
  readonly known: readonly CustomService[];
  readonly placed: PlacedFiles;
  /** The agent's own folders: no destination may lead into one. */
  readonly closed: readonly string[];
  /**
   * Services that have to be reloaded: since their files changed, or since the agent started, no reload has
   * succeeded. Memory is enough: after a crash all of them are in it.
   */
  readonly due: Set<string>;
}

/** What checking and applying custom services needs. */
export interface ServicePorts {
  readonly run: Run;
  readonly log: Log;
  readonly customServices: CustomServices;
}

/** At the agent's start: what ran before is not known, so every service is due once. */
export function createCustomServices(
  known: readonly CustomService[],
  placed: PlacedFiles,
  closed: readonly string[],
): CustomServices {
  return { known, placed, closed, due: new Set(known.map(({ name }) => name)) };
}
