import { join } from 'node:path';
import type { AgentConfig } from './schema.ts';

/** Where the agent keeps things. */
export interface AgentPaths {
  readonly keys: string;
  readonly enrollment: string;
  /** Key of the controller that was trusted at first use. */
  readonly controllerPin: string;
  readonly journal: string;
  readonly bundles: string;
  /** Agents that take the place of the packaged one, and their journal. */
  readonly agents: string;
  /** Symbolic link to the bundle that runs. */
  readonly current: string;
  /** Which files of custom services are a bundle's. */
  readonly placed: string;
  /** Where peers were heard last. */
  readonly endpoints: string;
  /** What was measured on the way to the peers. */
  readonly pathMtus: string;
  /** The controller's endpoint that worked last. */
  readonly lastEndpoint: string;
  /** A time before which the clock cannot be. */
  readonly clockFloor: string;
  /** The move of the management tunnel that is not made yet. */
  readonly tunnelMove: string;
  /** A configuration of BIRD that does nothing, for a node without a bundle; not on the disk, which may be full. */
  readonly emptyBird: string;
  /** What BIRD was given last, and when it took it; a reboot forgets it. */
  readonly birdNote: string;
  /** What the packet filter was given last; a reboot forgets it. */
  readonly filterNote: string;
  /** Which custom services were reloaded with which files; a reboot forgets it. */
  readonly servicesNote: string;
  readonly status: string;
  /** Socket on which the running agent takes requests of this machine's operator. */
  readonly control: string;
}

export function pathsOf(config: Pick<AgentConfig, 'state_dir' | 'runtime_dir'>): AgentPaths {
  const state = (name: string) => join(config.state_dir, name);
  const runtime = (name: string) => join(config.runtime_dir, name);
  return {
    keys: state('keys'),
    enrollment: state('enrollment.json'),
    controllerPin: state('controller-pin'),
    journal: state('journal.json'),
    bundles: state('bundles'),
    agents: state('agents'),
    current: state('current'),
    placed: state('services.json'),
    endpoints: state('endpoints.json'),
    pathMtus: state('path-mtu.json'),
    lastEndpoint: state('controller-endpoint.json'),
    clockFloor: state('clock.json'),
    tunnelMove: state('tunnel-move.json'),
    emptyBird: runtime('empty-bird.conf'),
    birdNote: runtime('bird.json'),
    filterNote: runtime('filter.json'),
    servicesNote: runtime('reloaded.json'),
    status: runtime('status.json'),
    control: runtime('control.sock'),
  };
}

/** Socket of the root helper, in a folder that only root may write. */
export function helperSocket({ helper_dir }: Pick<AgentConfig, 'helper_dir'>): string {
  return join(helper_dir, 'helper.sock');
}
