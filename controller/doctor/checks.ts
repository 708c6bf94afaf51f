import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bad, type Check, good, warn } from '../../shared/doctor/finding.ts';
import { hostFinding } from '../../shared/doctor/host.ts';
import { clockCheck, netAdminCheck, stateCheck } from '../../shared/doctor/machine.ts';
import { networkPrograms, nodeCheck, programCheck, wireguardCheck } from '../../shared/doctor/programs.ts';
import { messageOf } from '../../shared/errors.ts';
import { freeSpace } from '../../shared/os/free-space.ts';
import type { Run } from '../../shared/os/run.ts';
import { leastVersions } from '../../shared/versions.ts';
import type { ControllerConfig } from '../config/load.ts';
import { portsCheck } from './ports.ts';
import { databaseCheck, keysCheck } from './state.ts';

export interface DoctorPorts {
  readonly run: Run;
  readonly nowMs: number;
  /** Reads controller.toml; throws where that is missing or broken. */
  readonly loadConfig: () => ControllerConfig;
  /** Whether the controller answers at its socket. */
  readonly runs: () => Promise<boolean>;
}

/** What the controller needs, from what it is made of to what routers need of it. */
export function controllerChecks({ run, nowMs, loadConfig, runs }: DoctorPorts): Check[] {
  const programs = [
    nodeCheck(process.versions.node),
    programCheck(run, { name: 'git', args: ['--version'], packages: ['git', 'git'], least: '2.20' }),
    ...networkPrograms(run, 'bird', leastVersions.bird),
  ];
  const always = [clockCheck(run, nowMs), netAdminCheck(run, 'towline.service')];
  let config: ControllerConfig;
  try {
    config = loadConfig();
  } catch (error) {
    const look = async () => bad('configuration', messageOf(error), 'the rest is looked at once it is read');
    return [...programs, wireguardCheck(run, 'auto'), ...always, { name: 'configuration', look }];
  }
  return [
    ...programs,
    wireguardCheck(run, config.wireguard.mode),
    ...always,
    stateCheck(config.state_dir, freeSpace, 'towline'),
    keysCheck(config),
    databaseCheck(config),
    inventoryCheck(config),
    portsCheck(config, runs),
    ...config.endpoints.map(({ host }) => endpointCheck(host)),
    daemonCheck(config, runs),
  ];
}

function inventoryCheck({ network_dir: dir }: ControllerConfig): Check {
  const look = async () =>
    existsSync(join(dir, '.git'))
      ? good('inventory', `${dir} is a work tree; 'towline plan' looks at what it says`)
      : bad(
          'inventory',
          `${dir} is no git work tree`,
          "run 'towline init', or clone state_dir's inventory.git there",
        );
  return { name: 'inventory', look };
}

/** Looks whether the name by which routers find the controller leads somewhere. */
function endpointCheck(host: string): Check {
  const name = `endpoint ${host}`;
  const look = () =>
    hostFinding(
      name,
      host,
      `give ${host} an A or AAAA record, or move to another name: 'towline tunnel move --endpoint NAME'`,
    );
  return { name, look };
}

function daemonCheck({ socket }: ControllerConfig, runs: () => Promise<boolean>): Check {
  const look = async () =>
    (await runs())
      ? good('controller', `answers at ${socket}`)
      : warn(
          'controller',
          `does not answer at ${socket}`,
          'systemctl start towline; journalctl -u towline says why it ended',
        );
  return { name: 'controller', look };
}
