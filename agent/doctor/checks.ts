import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { release } from 'node:os';
import { type Check, type Finding, good, warn } from '../../shared/doctor/finding.ts';
import { clockCheck, netAdminCheck, stateCheck } from '../../shared/doctor/machine.ts';
import { networkPrograms, nodeCheck, programCheck, wireguardCheck } from '../../shared/doctor/programs.ts';
import { freeSpace } from '../../shared/os/free-space.ts';
import type { Run } from '../../shared/os/run.ts';
import { leastVersions } from '../../shared/versions.ts';
import { birdSocket } from '../bird/socket.ts';
import { readFloor } from '../clock/floor.ts';
import { helperSocket, pathsOf } from '../config/paths.ts';
import type { AgentConfig } from '../config/schema.ts';
import { loadEnrollment } from '../enroll/store.ts';
import { birdCheck, controllerCheck, kernelCheck, lastStatus, sysctlCheck } from './router.ts';

/** What a router needs, from what it is made of to its controller. */
export async function routerChecks(config: AgentConfig, run: Run, nowMs: number): Promise<Check[]> {
  const paths = pathsOf(config);
  const { floorMs } = await readFloor(paths.clockFloor);
  return [
    nodeCheck(process.versions.node),
    kernelCheck(release()),
    ...networkPrograms(run, config.bird.program, leastVersions.bird),
    programCheck(run, { name: 'ping', args: ['-V'], packages: ['iputils-ping', 'iputils-ping'] }),
    wireguardCheck(run, config.wireguard),
    clockCheck(run, nowMs, floorMs),
    netAdminCheck(run, 'towline-agent.service'),
    stateCheck(config.state_dir, freeSpace, 'towline-agent'),
    sysctlCheck(),
    birdCheck(birdSocket(config.bird.socket), config.bird.socket),
    helperCheck(helperSocket(config)),
    controllerCheck(
      () => loadEnrollment(paths.enrollment),
      () => lastStatus(paths.status),
    ),
  ];
}

/** Looks whether the root helper listens; an agent that is root needs none. */
function helperCheck(path: string): Check {
  const name = 'root helper';
  const look = async (): Promise<Finding> => {
    if (!existsSync(path))
      return warn(
        name,
        `nobody listens at ${path}`,
        'systemctl start towline-root-helper; an agent that runs as root needs none',
      );
    const problem = await new Promise<string | undefined>((resolve) => {
      const socket = connect(path);
      socket.once('connect', () => resolve(undefined)).once('error', ({ message }) => resolve(message));
      socket.once('close', () => resolve('closed')).setTimeout(2000, () => resolve('no answer within 2 s'));
      socket.once('connect', () => socket.destroy());
    });
    return problem === undefined
      ? good(name, `listens at ${path}`)
      : warn(
          name,
          problem,
          "systemctl restart towline-root-helper; only the agent's user and root may ask it",
        );
  };
  return { name, look };
}
