import { join } from 'node:path';
import { resolveHost } from '../shared/net/resolve.ts';
import { systemClock } from '../shared/os/clock.ts';
import { freeSpace } from '../shared/os/free-space.ts';
import type { Log } from '../shared/os/log.ts';
import { createMutex } from '../shared/os/mutex.ts';
import { run } from '../shared/os/run.ts';
import { createWireGuard } from '../shared/wireguard/wireguard.ts';
import { createBird } from './bird/bird.ts';
import { birdSocket } from './bird/socket.ts';
import { openFloor } from './clock/floor.ts';
import { pathsOf } from './config/paths.ts';
import { type AgentConfig, customServices } from './config/schema.ts';
import { readFacts } from './enroll/facts.ts';
import type { Enrollment } from './enroll/store.ts';
import { openJournal } from './journal/store.ts';
import { loadKeys } from './keys/load.ts';
import type { AgentParts } from './serve.ts';
import { openPlacedFiles } from './services/placed.ts';
import { createCustomServices } from './services/ports.ts';
import { openClient } from './session/client.ts';
import { filterConfig } from './system/filter-config.ts';
import { ensureFilter } from './system/filter-note.ts';
import { openHints } from './tracker/hints.ts';

/** Constructs every part of a running agent. */
export async function wireAgent(config: AgentConfig, enrollment: Enrollment, log: Log): Promise<AgentParts> {
  const paths = pathsOf(config);
  const keys = await loadKeys(paths.keys);
  const hints = await openHints(paths.hints);
  const signingPublicKey = Buffer.from(enrollment.signingPublicKey, 'base64');
  const { nodeId, networkId, epoch } = enrollment;
  const clockFloor = await openFloor(paths.clockFloor, systemClock, log);
  const custom = customServices(config);
  return {
    run,
    clock: systemClock,
    log,
    lock: createMutex(),
    resolve: resolveHost,
    wireguard: createWireGuard(run, config.wireguard, systemClock),
    bird: wireBird(config),
    config,
    paths,
    enrollment,
    keys,
    hintStore: hints,
    clockFloor,
    onSignedTime: (ms) => void clockFloor.take(ms),
    journal: await openJournal(paths.journal, networkId),
    facts: await readFacts(run, config.bird.program),
    linkPrivateKey: keys.link.privateKey,
    hints: () => hints.all(),
    applyFilter: async (mssClamp) => {
      await ensureFilter(run, filterConfig(enrollment, mssClamp), paths.filterNote);
    },
    bundleKeys: { signingPublicKey, sealingPrivateKey: keys.sealing.privateKey },
    signingPublicKey,
    networkId,
    nodeId,
    epoch,
    services: [...config.services, ...custom.map(({ name }) => name)],
    freeSpace,
    customServices: await createCustomServices(
      custom,
      await openPlacedFiles(paths.placed, log),
      [config.state_dir, config.runtime_dir],
      paths.servicesNote,
    ),
    openClient: () =>
      openClient({
        address: enrollment.controllerAddress,
        port: enrollment.controllerPort,
        networkId,
        nodeId,
        identityPrivateKey: keys.identity.privateKey,
      }),
  };
}

function wireBird(config: AgentConfig) {
  const { socket, program, start } = config.bird;
  const file = join(pathsOf(config).current, 'bird/bird.conf');
  return createBird({
    run,
    clock: systemClock,
    socket: birdSocket(socket),
    socketPath: socket,
    file,
    program,
    noteFile: pathsOf(config).birdNote,
    start: start ?? [program, '-c', file, '-s', socket, '-P', `${socket}.pid`],
  });
}
