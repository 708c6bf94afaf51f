// long: the one place where everything of the controller is constructed.
import { readFileSync } from 'node:fs';
import { ServerCredentials } from '@grpc/grpc-js';
import { messageOf } from '../shared/errors.ts';
import { closeHttp } from '../shared/net/http-server.ts';
import type { Clock } from '../shared/os/clock.ts';
import { freeSpace } from '../shared/os/free-space.ts';
import type { Log } from '../shared/os/log.ts';
import { createLogLevel, type LogLevel } from '../shared/os/log-level.ts';
import type { Run } from '../shared/os/run.ts';
import { createTurns } from '../shared/os/turns.ts';
import { createWake } from '../shared/os/wake.ts';
import { v1 } from '../shared/rpc/protocol.ts';
import type { WireGuard } from '../shared/wireguard/wireguard.ts';
import type { AdminContext } from './admin/context.ts';
import { letIn, placeOf } from './admin/let-in.ts';
import { adminService } from './admin/service.ts';
import { createAnnouncer } from './agents/announce.ts';
import { createChallenges } from './agents/challenges.ts';
import { createDoor } from './agents/door.ts';
import { createCallGuard } from './agents/guard.ts';
import { createAgentsListener } from './agents/listener.ts';
import { createWatches } from './agents/watches.ts';
import { managementAddress, networkPrefixes } from './allocate/addresses.ts';
import { openAudit } from './audit/open.ts';
import { auditedGuard } from './audit/refused-nodes.ts';
import { createSnapshots } from './backup/snapshots.ts';
import { createCompiler } from './compile.ts';
import { type ControllerConfig, defaultConfigPath } from './config/load.ts';
import { secretPlaces, statePaths } from './config/paths.ts';
import { createEnrollmentListener } from './enrollment/listener.ts';
import { openInventory } from './git/inventory.ts';
import { createMaintenance } from './git/maintenance.ts';
import { openRendered } from './git/rendered.ts';
import { createHints } from './hints/hints.ts';
import { joinStringOf } from './init/join-string.ts';
import { metered } from './metrics/meters.ts';
import { shippedPackagesFolder } from './packages/places.ts';
import { createShelf } from './packages/shelf.ts';
import { pairsInTurn } from './pairs/in-turn.ts';
import { createQuestions } from './questions/questions.ts';
import type { ReleaseContext } from './release/context.ts';
import { createRenderPool } from './render/pool.ts';
import { driveRollouts } from './rollout/drive.ts';
import { newRolloutMemory } from './rollout/observe.ts';
import { driveRotations } from './rotation/drive.ts';
import { keepSchedule } from './rotation/keep-schedule.ts';
import { createGrpcListener } from './serve/grpc-listener.ts';
import { createHttp } from './serve/http.ts';
import { listenTcp } from './serve/listen-tcp.ts';
import { lockState } from './serve/lock.ts';
import { openState, type State } from './serve/open-state.ts';
import { createQueue } from './serve/queue.ts';
import { createReload } from './serve/reload.ts';
import type { Daemon } from './serve/serve.ts';
import { clearSocket, restrictSocket } from './serve/socket.ts';
import { createUnderWay } from './serve/under-way.ts';
import type { Store } from './store/store.ts';
import { followEndpoints } from './tunnel/follow.ts';
import { createManagementTunnel } from './tunnel/management.ts';
import { renewSilentPeers } from './tunnel/renew.ts';
import { createRoster } from './tunnel/roster.ts';
import { driveUpgrades } from './upgrades/drive.ts';
import { upgradeOf } from './upgrades/order.ts';
import { packageVersion } from './version.ts';

/** The controller's edges. */
export interface Ports {
  readonly run: Run;
  readonly wireguard: WireGuard;
  readonly clock: Clock;
  readonly log: Log;
  /** Path of controller.toml, which a backup has; the default one unless it is said. */
  readonly configPath?: string;
  /** What can change how much is logged; a level that nobody reads if absent. */
  readonly logLevel?: LogLevel;
  /** A node's address in the tunnel by its number; the network's own by default. */
  readonly managementAddress?: (nodeId: number) => string;
}

/** Where the daemon listens, once it does; the ports that were asked for as 0 are known then. */
export interface Listening {
  readonly enrollment: number;
  readonly agents: number;
  readonly http: number;
}

export interface Controller extends Daemon {
  readonly store: Store;
  readonly releases: ReleaseContext;
  listening(): Listening;
}

/** Opens the controller's state. Throws `failed`, `conflict` if `towline init` has not run. */
export async function wire(read: ControllerConfig, ports: Ports): Promise<Controller> {
  // A reload changes it in place.
  const config = { ...read };
  const state = await openState(config, ports.clock, ports.log);
  try {
    return assemble(config, ports, state);
  } catch (error) {
    state.store.close();
    throw error;
  }
}

function assemble(
  config: ControllerConfig,
  ports: Ports,
  { keys, store, masterKey, meters }: State,
): Controller {
  const { run, wireguard, clock, log } = ports;
  const paths = statePaths(config);
  const facts = store.network.get();
  const { controller: controllerAddress } = networkPrefixes(facts.ula);
  const roster = createRoster(store, ports.managementAddress ?? ((id) => managementAddress(facts.ula, id)));
  const watches = createWatches();
  const stopping = new AbortController();
  const questions = createQuestions({ watches, clock, stopping: stopping.signal });
  const hints = createHints({ store, roster, watches, clock });
  const announcer = createAnnouncer({
    store,
    hints,
    watches,
    signing: () => keys.signing,
    tellMove: (nodeId) => moves.tell(nodeId),
  });
  const challenges = createChallenges(clock);
  const door = createDoor({ clock, roster, watches });
  const { audit, sessions, proofs, noteRun } = openAudit({ ...ports, store, socket: config.socket });
  const inventory = metered(openInventory(config.network_dir, paths.inventory), meters.git);
  const rendered = metered(openRendered(paths.rendered, store), meters.git);
  const compiler = createCompiler();
  const renderer = createRenderPool({ log, hidden: secretPlaces(config) });
  const turns = createTurns(clock);
  const background: Promise<void>[] = [];
  const queue = createQueue();
  const maintenance = createMaintenance({
    repositories: [config.network_dir, paths.inventory, paths.rendered],
    queue,
    log,
    signal: stopping.signal,
  });
  let unlock: () => void = () => undefined;
  let isStarted = false;
  let listening: Listening = { enrollment: 0, agents: config.listen.agents_port, http: 0 };

  const managementTunnel = createManagementTunnel({
    ...ports,
    store,
    roster,
    watches,
    config,
    keys,
    keysDir: paths.keys,
    agentsPort: () => listening.agents,
  });
  const { tunnel, moves, register } = managementTunnel;
  const refreshNodes = async () => {
    roster.refresh();
    await tunnel.syncPeers().catch((error: unknown) => {
      log.error({ reason: messageOf(error) }, 'the management tunnel lacks a change, trying again');
    });
  };

  const [rotationWake, rolloutWake, lookWake, upgradeWake] = [
    createWake(),
    createWake(),
    createWake(),
    createWake(),
  ];
  const rolloutMemory = newRolloutMemory();
  const pairs = pairsInTurn({
    store,
    log,
    queue,
    isOpen: watches.isOpen,
    tell: (nodeIds) => {
      for (const nodeId of nodeIds) announcer.all(nodeId);
    },
    releases: () => releases,
  });
  const releases: ReleaseContext = {
    store,
    inventory,
    rendered,
    compiler,
    renderer,
    digests: new WeakMap(),
    pairs,
    run,
    keys,
    audit,
    clock,
    log,
    onReleased: maintenance.noteRelease,
    onActivated: async (nodeIds: readonly number[]) => {
      await refreshNodes();
      for (const nodeId of nodeIds) {
        if (store.nodes.find(nodeId) === undefined) watches.closeNode(nodeId);
        else announcer.all(nodeId);
      }
    },
  };
  const adminContext: AdminContext = {
    store,
    inventory,
    releases,
    repositories: paths,
    snapshots: createSnapshots({
      source: () => ({
        paths,
        config: readFileSync(ports.configPath ?? defaultConfigPath, 'utf8'),
        version: packageVersion(),
      }),
      hold: queue,
      clock,
    }),
    queue,
    ...{ roster, watches, hints, questions },
    rotationWake,
    rolloutWake,
    upgradeWake,
    sessions,
    masterKey,
    audit,
    clock,
    log,
    logLevel: ports.logLevel ?? createLogLevel('info'),
    joinString: () => joinStringOf(config, keys.tls.keyHash, register.places().target.endpoints),
    onEnrolled: async () => {
      await refreshNodes();
      await pairs.renew();
    },
    answerFacts: managementTunnel.answerFacts,
    managementTunnel,
  };
  const calls = createUnderWay();
  const admin = createGrpcListener({
    address: `unix:${config.socket}`,
    setting: 'socket',
    credentials: ServerCredentials.createInsecure(),
    service: v1.AdminService.service,
    implementation: adminService(adminContext, calls),
    meters,
    maxMessageBytes: 4 * 1024 * 1024,
  });
  const enrollment = createEnrollmentListener(config.listen.enrollment, keys.tls, {
    ...adminContext,
    meters,
    shelf: createShelf([paths.packages, shippedPackagesFolder]),
    letIn: (router, token) => letIn(adminContext, router, placeOf(token), token),
    usedFrom: (nodeId) => (watches.isOpen(nodeId) ? store.endpoints.get(nodeId) : undefined),
    managementAddress: roster.managementAddress,
  });
  const agents = createAgentsListener(config.listen, controllerAddress, {
    ...{ store, challenges, watches, door, announcer, hints, questions, pairs, meters, clock, log },
    ...{ lookWake, rotationWake },
    heard: (nodeId) => {
      if (rolloutMemory.followed.has(nodeId)) rolloutWake.notify();
      if (upgradeOf(store, nodeId) !== undefined) upgradeWake.notify();
    },
    guard: auditedGuard(createCallGuard(roster, challenges, facts.networkId), audit),
    signing: keys.signing,
  });
  const http = createHttp(adminContext, { hints, door }, meters.registry, {
    stateDir: config.state_dir,
    freeSpace,
    socket: config.socket,
    isStarted: () => isStarted,
  });

  return {
    store,
    releases,
    listening: () => listening,
    stuck: turns.stuck,

    async start() {
      unlock = lockState(paths.lock);
      await clearSocket(config.socket);
      const catchUp = async () => {
        await rendered.removeStaleLocks();
        return rendered.catchUp();
      };
      const exported = await catchUp().catch((error: unknown) => {
        log.error({ reason: messageOf(error) }, 'rendered.git is behind');
        return [];
      });
      if (exported.length > 0) log.warn({ releases: exported }, 'rendered.git was behind');
      await keys.signing.settle();
      await masterKey.settle();
      roster.refresh();
      for (const line of managementTunnel.contradictions()) log.warn(line);
      const advice = masterKey.advice();
      if (advice !== undefined) log.warn(advice);
      await tunnel.ensure();
      await pairs.renew();
      listening = {
        enrollment: await enrollment.listen(),
        agents: await agents.listen(),
        http: await listenTcp(http, config.listen.http, 'listen.http'),
      };
      // The socket last: who reaches it finds everything else there.
      proofs.prepare();
      await admin.listen();
      restrictSocket(config.socket);
      const { settleReturn } = moves;
      const followClock = turns.clockOf('endpoints', 60_000);
      const follow = { tunnel, wireguard, hints, clock: followClock, log, wake: lookWake, settleReturn };
      background.push(followEndpoints(follow, stopping.signal));
      background.push(renewSilentPeers({ wireguard, roster, clock, log }, stopping.signal));
      const rotation = { releases: () => releases, queue, isOpen: watches.isOpen };
      background.push(
        driveRotations({ ...rotation, wake: rotationWake }, stopping.signal),
        keepSchedule({ ...rotation, clock, onBegun: rotationWake.notify }, stopping.signal),
      );
      const rollout = { releases: () => releases, queue, watches, wake: rolloutWake, memory: rolloutMemory };
      background.push(driveRollouts(rollout, stopping.signal));
      const upgrade = { store, watches, announcer, audit, clock, log, wake: upgradeWake };
      background.push(driveUpgrades(upgrade, stopping.signal));
      maintenance.begin();
      noteRun('daemon.started');
      isStarted = true;
      log.info({ ...listening, network: facts.name, socket: config.socket }, 'towline serves');
    },

    reload: createReload(config, managementTunnel, log),

    async stop(graceMs) {
      stopping.abort();
      watches.closeAll();
      await Promise.all([
        ...[admin, enrollment, agents].map((listener) => listener.close(graceMs)),
        closeHttp(http),
      ]);
      await Promise.all([...background, maintenance.idle()]);
      // A commit under way outlives its caller: what it began it ends, is noted, and the database stays open for it.
      await queue.idle();
      await calls.idle();
      await renderer.close();
      if (isStarted) noteRun('daemon.stopped');
      isStarted = false;
      store.close();
      unlock();
    },
  };
}
