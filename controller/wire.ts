import { ServerCredentials } from '@grpc/grpc-js';
import { messageOf } from '../shared/errors.ts';
import type { Clock } from '../shared/os/clock.ts';
import type { Log } from '../shared/os/log.ts';
import type { Run } from '../shared/os/run.ts';
import { v1 } from '../shared/rpc/protocol.ts';
import type { WireGuard } from '../shared/wireguard/wireguard.ts';
import { adminService } from './admin/service.ts';
import { createAnnouncer } from './agents/announce.ts';
import { createChallenges } from './agents/challenges.ts';
import { createCallGuard } from './agents/guard.ts';
import { agentService } from './agents/service.ts';
import { createWatches } from './agents/watches.ts';
import { managementAddress, networkPrefixes } from './allocate/addresses.ts';
import { createCompiler } from './compile.ts';
import { hostPort } from './config/addresses.ts';
import type { ControllerConfig } from './config/load.ts';
import { statePaths } from './config/paths.ts';
import { createGate, enrollmentLimits } from './enrollment/gate.ts';
import { createRateLimit } from './enrollment/rate-limit.ts';
import { enrollmentService } from './enrollment/service.ts';
import { openInventory } from './git/inventory.ts';
import { createMaintenance } from './git/maintenance.ts';
import { openRendered } from './git/rendered.ts';
import { joinStringOf } from './init/join-string.ts';
import { type ControllerKeys, loadKeys } from './keys/key-files.ts';
import { pairsInTurn } from './pairs/in-turn.ts';
import type { ReleaseContext } from './release/context.ts';
import { createRenderPool } from './render/pool.ts';
import { createGatedListener, createGrpcListener } from './serve/grpc-listener.ts';
import { closeHttp, createHttpServer } from './serve/http.ts';
import { listenTcp } from './serve/listen-tcp.ts';
import { lockState } from './serve/lock.ts';
import { createMetrics } from './serve/metrics.ts';
import { createQueue } from './serve/queue.ts';
import type { Daemon } from './serve/serve.ts';
import { clearSocket, restrictSocket } from './serve/socket.ts';
import { openStore, type Store } from './store/store.ts';
import { followEndpoints } from './tunnel/follow.ts';
import { createManagementTunnel } from './tunnel/management.ts';
import { renewSilentPeers } from './tunnel/renew.ts';
import { createRoster } from './tunnel/roster.ts';

/** The controller's edges. */
export interface Ports {
  readonly run: Run;
  readonly wireguard: WireGuard;
  readonly clock: Clock;
  readonly log: Log;
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
export async function wire(config: ControllerConfig, ports: Ports): Promise<Controller> {
  const paths = statePaths(config);
  const keys = await loadKeys(paths.keys);
  return assemble(config, ports, keys, openStore(paths.database));
}

function assemble(config: ControllerConfig, ports: Ports, keys: ControllerKeys, store: Store): Controller {
  const { run, wireguard, clock, log } = ports;
  const paths = statePaths(config);
  const facts = store.network.get();
  const { controller: controllerAddress } = networkPrefixes(facts.ula);
  const roster = createRoster(store, ports.managementAddress ?? ((id) => managementAddress(facts.ula, id)));
  const watches = createWatches();
  const told = createAnnouncer(store, roster, watches);
  const announcer = {
    ...told,
    all(nodeId: number) {
      moves.tell(nodeId);
      told.all(nodeId);
    },
  };
  const challenges = createChallenges(clock);
  const inventory = openInventory(config.network_dir, paths.inventory);
  const rendered = openRendered(paths.rendered, store);
  const compiler = createCompiler();
  const renderer = createRenderPool({ log });
  const stopping = new AbortController();
  const background: Promise<void>[] = [];
  const queue = createQueue();
  const maintenance = createMaintenance({
    repositories: [config.network_dir, paths.inventory, paths.rendered],
    queue,
    log,
    signal: stopping.signal,
  });
  let unlock: () => void = () => undefined;
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
  const admin = createGrpcListener({
    address: `unix:${config.socket}`,
    setting: 'socket',
    credentials: ServerCredentials.createInsecure(),
    service: v1.AdminService.service,
    implementation: adminService({
      store,
      inventory,
      releases,
      repositories: paths,
      queue,
      roster,
      watches,
      clock,
      log,
      joinString: () => joinStringOf(config, keys.tls.keyHash, register.places().target.endpoints[0]),
      onEnrolled: async () => {
        await refreshNodes();
        await pairs.renew();
      },
      answerFacts: managementTunnel.answerFacts,
      managementTunnel,
    }),
    maxMessageBytes: 4 * 1024 * 1024,
  });
  const enrollment = createGatedListener({
    at: config.listen.enrollment,
    gate: (pass) => createGate(enrollmentLimits, pass),
    setting: 'listen.enrollment',
    credentials: ServerCredentials.createSsl(null, [
      { private_key: Buffer.from(keys.tls.privateKey), cert_chain: Buffer.from(keys.tls.certificate) },
    ]),
    service: v1.EnrollmentService.service,
    implementation: enrollmentService({
      store,
      keyHash: keys.tls.keyHash,
      mayAsk: createRateLimit(clock),
      clock,
      log,
    }),
    maxMessageBytes: 64 * 1024,
    // A router that waits asks every other second.
    channelOptions: { 'grpc.max_connection_idle_ms': 30_000, 'grpc.max_concurrent_streams': 4 },
  });
  const agentsAt = config.listen.agents ?? { host: controllerAddress, port: config.listen.agents_port };
  const agents = createGrpcListener({
    address: hostPort(agentsAt.host, agentsAt.port),
    setting: config.listen.agents === undefined ? 'listen.agents_port' : 'listen.agents',
    credentials: ServerCredentials.createInsecure(),
    service: v1.AgentService.service,
    implementation: agentService({
      store,
      guard: createCallGuard(roster, challenges, facts.networkId),
      challenges,
      watches,
      announcer,
      pairs,
      signingKey: keys.signing.privateKey,
      clock,
      log,
    }),
    maxMessageBytes: 1024 * 1024,
  });
  const http = createHttpServer(createMetrics(store, watches));

  return {
    store,
    releases,
    listening: () => listening,

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
      roster.refresh();
      for (const line of managementTunnel.contradictions()) log.warn(line);
      await tunnel.ensure();
      await pairs.renew();
      listening = {
        enrollment: await enrollment.listen(),
        agents: await agents.listen(),
        http: await listenTcp(http, config.listen.http, 'listen.http'),
      };
      // The socket last: who reaches it finds everything else there.
      await admin.listen();
      restrictSocket(config.socket);
      const onMoved = (nodeId: number, address: string) => announcer.moved(nodeId, address);
      const { settleReturn } = moves;
      background.push(followEndpoints({ tunnel, store, clock, log, onMoved, settleReturn }, stopping.signal));
      background.push(renewSilentPeers({ wireguard, roster, clock, log }, stopping.signal));
      maintenance.begin();
      log.info({ ...listening, network: facts.name, socket: config.socket }, 'towline serves');
    },

    async stop(graceMs) {
      stopping.abort();
      watches.closeAll();
      await Promise.all([
        ...[admin, enrollment, agents].map((listener) => listener.close(graceMs)),
        closeHttp(http),
      ]);
      await Promise.all([...background, maintenance.idle()]);
      // A commit under way outlives its caller: what it began it ends, and the database stays open for it.
      await queue.idle();
      await renderer.close();
      store.close();
      unlock();
    },
  };
}
