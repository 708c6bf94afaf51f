import type { Log } from '../../shared/os/log.ts';
import type { Run } from '../../shared/os/run.ts';
import type { CustomService } from '../config/services.ts';
import { type DueServices, openDue } from './due.ts';
import type { ServiceHands } from './hands.ts';
import type { PlacedFiles } from './placed.ts';

/** Custom services of this machine and what became of them. */
export interface CustomServices {
  /** Those of agent.toml, sorted by name. */
  readonly known: readonly CustomService[];
  readonly placed: PlacedFiles;
  /** The agent's own folders: no destination may lead into one. */
  readonly closed: readonly string[];
  readonly due: DueServices;
  readonly hands: ServiceHands;
}

/** What checking and applying custom services needs. */
export interface ServicePorts {
  readonly run: Run;
  readonly log: Log;
  readonly customServices: CustomServices;
}

/** @param dueFile remembers on a tmpfs what was reloaded; without it every service is due once at the agent's start */
export async function createCustomServices(
  known: readonly CustomService[],
  placed: PlacedFiles,
  closed: readonly string[],
  hands: ServiceHands,
  dueFile?: string,
): Promise<CustomServices> {
  return { known, placed, closed, hands, due: await openDue(known, dueFile) };
}
