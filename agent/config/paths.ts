import { join } from 'node:path';
import type { AgentConfig } from './schema.ts';

/** Where the agent keeps things. */
export interface AgentPaths {
  readonly keys: string;
  readonly enrollment: string;
  readonly journal: string;
  readonly bundles: string;
  /** Symbolic link to the bundle that runs. */
  readonly current: string;
  /** Which files of custom services are a bundle's. */
  readonly placed: string;
  readonly hints: string;
  /** The controller's endpoint that worked last. */
  readonly lastEndpoint: string;
  /** A configuration of BIRD that does nothing, for a node without a bundle. */
  readonly emptyBird: string;
  readonly status: string;
}

export function pathsOf(config: Pick<AgentConfig, 'state_dir' | 'runtime_dir'>): AgentPaths {
  const state = (name: string) => join(config.state_dir, name);
  return {
    keys: state('keys'),
    enrollment: state('enrollment.json'),
    journal: state('journal.json'),
    bundles: state('bundles'),
    current: state('current'),
    placed: state('services.json'),
    hints: state('hints.json'),
    lastEndpoint: state('controller-endpoint.json'),
    emptyBird: state('empty.conf'),
    status: join(config.runtime_dir, 'status.json'),
  };
}
