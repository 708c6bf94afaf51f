import { join } from 'node:path';
import { messageOf } from '../shared/errors.ts';
import { resolveFamily, resolveHost } from '../shared/net/resolve.ts';
import { systemClock } from '../shared/os/clock.ts';
import { freeSpace } from '../shared/os/free-space.ts';
import type { Log } from '../shared/os/log.ts';
import type { LogLevel } from '../shared/os/log-level.ts';
import { createMutex } from '../shared/os/mutex.ts';
import { run } from '../shared/os/run.ts';
import { createWireGuard } from '../shared/wireguard/wireguard.ts';
import { createBird } from './bird/bird.ts';
import { birdSocket } from './bird/socket.ts';
import { openFloor } from './clock/floor.ts';
import { removeFormerFiles } from './config/former-files.ts';
import { helperSocket, pathsOf } from './config/paths.ts';
import { type AgentConfig, customServices } from './config/schema.ts';
import { readFacts } from './enroll/facts.ts';
import { type Enrollment, enrollmentFile } from './enroll/store.ts';
import { openJournal } from './journal/store.ts';
import { openLinkKeys } from './keys/link-keys.ts';
import { loadKeys } from './keys/load.ts';
import { createSigningTrust } from './keys/signers.ts';
import { countingJournal } from './metrics/journal.ts';
import { createTimings } from './metrics/timings.ts';
import type { AgentParts } from './parts.ts';
import { openPathMtus } from './path-mtu/memory.ts';
import { handsWithHelper, helperAt } from './root-helper/hands.ts';
import { forInterface, launch, startDaemon } from './root-helper/launch.ts';
import { ownHands } from './services/hands.ts';
import { openPlacedFiles } from './services/placed.ts';
import { createCustomServices } from './services/ports.ts';
import { openClient } from './session/client.ts';
import { followingChains } from './session/signing-chain.ts';
import { filterConfig } from './system/filter-config.ts';
import { ensureFilter } from './system/filter-note.ts';
import { openEndpoints } from './tracker/endpoints.ts';
import { createHints } from './tracker/hints.ts';
import { knownAddresses } from './tracker/known.ts';

const isRoot = process.geteuid?.() === 0;

/** Constructs every part of a running agent. */
export async function wireAgent(
  config: AgentConfig,
  enrollment: Enrollment,
  log: Log & { readonly level: LogLevel },
): Promise<AgentParts> {
  const paths = pathsOf(config);
  await removeFormerFiles(config.state_dir, log);
  const keys = await loadKeys(paths.keys);
  const linkKeys = await openLinkKeys(paths.keys);
  const [hintStore, endpoints] = [createHints(), await openEndpoints(paths.endpoints)];
  const kept = enrollmentFile(paths.enrollment, enrollment);
  const signers = createSigningTrust(kept, log);
  const { nodeId, networkId, epoch } = enrollment;
  const floor = await openFloor(paths.clockFloor, systemClock, log);
  let clockOffsetS: number | undefined;
  const clockFloor: typeof floor = {
    ...floor,
    take(ms) {
      clockOffsetS = (ms - systemClock.now()) / 1000;
      return floor.take(ms);
    },
  };
  const custom = customServices(config);
  const timings = createTimings();
  return {
    run,
    clock: systemClock,
    log,
    logLevel: log.level,
    lock: createMutex(),
    resolve: resolveHost,
    resolveFamily,
    wireguard: createWireGuard(run, config.wireguard, systemClock, wireguardGo(config)),
    bird: wireBird(config),
    config,
    paths,
    enrollment,
    keys,
    hintStore,
    endpoints,
    clockFloor,
    onSignedTime: (ms) => void clockFloor.take(ms),
    clockOffsetS: () => clockOffsetS,
    timings,
    journal: countingJournal(await openJournal(paths.journal, networkId), systemClock, timings.applied),
    facts: await readFacts(run, config.bird.program),
    linkKeys,
    linkPrivateKey: linkKeys.privateKey,
    pathMtus: await openPathMtus(paths.pathMtus),
    hints: () => knownAddresses(hintStore.all(), endpoints.addresses()),
    applyFilter: async (mssClamp) => {
      await ensureFilter(run, filterConfig(enrollment, mssClamp), paths.filterNote);
    },
    bundleKeys: {
      signers,
      sealingPrivateKey: keys.sealing.privateKey,
      hasLinkKey: linkKeys.has,
    },
    signers,
    signingGeneration: signers.generation,
    updateEnrollment: kept.update,
    networkId,
    nodeId,
    epoch,
    services: [...config.services, ...custom.map(({ name }) => name)],
    freeSpace,
    customServices: await createCustomServices(
      custom,
      await openPlacedFiles(paths.placed, log),
      [config.state_dir, config.runtime_dir, config.helper_dir],
      isRoot ? ownHands(run) : handsWithHelper(run, helperAt(helperSocket(config))),
      paths.servicesNote,
    ),
    openClient: ({ isUrgent } = {}) => {
      const client = openClient({
        address: enrollment.controllerAddress,
        port: enrollment.controllerPort,
        networkId,
        nodeId,
        identityPrivateKey: keys.identity.privateKey,
        isUrgent,
      });
      return followingChains(client, signers.follow, (error) =>
        log.warn({ error: messageOf(error) }, 'a change of the signing key is refused'),
      );
    },
  };
}

/** What starts wireguard-go; undefined where this process is to. */
function wireguardGo(config: AgentConfig) {
  const { wireguard_go_start: command } = config;
  if (command === undefined) return undefined;
  const helper = helperAt(helperSocket(config));
  return (name: string) => {
    const own = () => startDaemon(run, forInterface(command, name));
    return isRoot ? own() : launch(helper, { do: 'startWireGuard', interface: name }, own);
  };
}

function wireBird(config: AgentConfig) {
  const { socket, program, start } = config.bird;
  const helper = helperAt(helperSocket(config));
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
    launchAs: isRoot ? (own) => own() : (own) => launch(helper, { do: 'startBird' }, own),
  });
}
