// long: what ties the parts of a running agent together, one after the other.
import { uptime } from 'node:os';
import { messageOf } from '../shared/errors.ts';
import type { DesiredRelease } from '../shared/gen/towline/v1/DesiredRelease.ts';
import type { OwnFacts } from '../shared/gen/towline/v1/OwnFacts.ts';
import type {} from '../shared/net/resolve.ts';
import { endTogether } from '../shared/os/end-together.ts';
import { followLines } from '../shared/os/follow-lines.ts';
import { keepSystemdTold } from '../shared/os/systemd.ts';
import { createTurns } from '../shared/os/turns.ts';
import { createWake } from '../shared/os/wake.ts';
import type { DeviceState } from '../shared/wireguard/types.ts';
import { followAddresses } from './addresses/follow.ts';
import { addressReport } from './addresses/watch.ts';
import { pointInForce } from './apply/point.ts';
import { restoreBird } from './apply/restore-bird.ts';
import { keepBird } from './bird/keep.ts';
import { birdSocket } from './bird/socket.ts';
import type { Bundle } from './check/bundle.ts';
import { bundleReader } from './check/reader.ts';
import { createHandshakeAges } from './clock/handshakes.ts';
import { keepFloor } from './clock/keep.ts';
import { raiseAtStart } from './clock/raise.ts';
import type { ControlRequest } from './control/protocol.ts';
import { createDriftWatch } from './drift/watch.ts';
import type {} from './enroll/store.ts';
import { createExamine } from './examine/examine.ts';
import { namesIn } from './examine/names.ts';
import { followDesired } from './follow-desired.ts';
import { keepHeapSmall } from './heap.ts';
import { hasFailed, isSwitched } from './journal/state.ts';
import { forgetOldLinkKeys } from './keys/forget-old.ts';
import { launched } from './launch/launched.ts';
import { birdLookingGlass } from './looking-glass/looking-glass.ts';
import { serveProxy } from './looking-glass/serve-proxy.ts';
import { serveMetrics } from './metrics/metrics.ts';
import type { AgentParts } from './parts.ts';
import { keepPathMtus } from './path-mtu/keep.ts';
import { echoTo } from './path-mtu/ping.ts';
import { setMtu } from './path-mtu/set.ts';
import { createQuestions } from './questions/questions.ts';
import { runReporter } from './report/reporter.ts';
import type { AgentStatus } from './report/status.ts';
import type { ControllerClient } from './session/client.ts';
import { followController } from './session/follow.ts';
import type { Claim } from './socket/claim.ts';
import { filterConfig } from './system/filter-config.ts';
import { isFilterOf } from './system/filter-note.ts';
import { keepFilter } from './system/keep-filter.ts';
import { ensurePolicyRules } from './system/policy-rules.ts';
import { prepare } from './system/prepare.ts';
import { createGlances } from './tracker/glances.ts';
import { createKnock } from './tracker/knock.ts';
import { renewInForce } from './tracker/renew.ts';
import { trackedLinks } from './tracker/status.ts';
import { createTracker } from './tracker/tracker.ts';
import { readTraffic } from './tracker/traffic.ts';
import { managementEnds } from './tunnel/management.ts';
import { createManagementTunnel } from './tunnel/tunnel.ts';
import { createUpgrades } from './upgrade/upgrades.ts';
import { createUpkeep } from './upkeep.ts';

/** The longest that a timer of Node can wait. */
const foreverMs = 2 ** 31 - 1;

/** Runs the agent until the signal is aborted. Interfaces and BIRD stay as they are then. */
export async function serve(
  parts: AgentParts,
  control: Claim<ControlRequest>,
  signal: AbortSignal,
): Promise<void> {
  const { run, clock, log, wireguard, bird, config, paths, enrollment, hintStore } = parts;
  const turns = createTurns(clock);
  // A link waits while a bundle is applied, whose services may take ten minutes.
  const trackerWake = createWake(turns.clockOf('tracker', 900_000).sleep);
  const [cycleWake, tunnelWake, sessionWake, upWake, upgradeWake] = [
    createWake(),
    createWake(),
    createWake(),
    createWake(),
    createWake(),
  ];
  let client: ControllerClient | undefined;
  let desired: DesiredRelease | undefined;
  let ownFacts: OwnFacts | undefined;
  let status: AgentStatus | undefined;
  let devices: ReadonlyMap<string, DeviceState> = new Map();
  const handshakes = createHandshakeAges(clock);
  const bundle = bundleReader(parts);
  const restoreWay = async () => {
    await ensurePolicyRules(run);
    tunnel.renew();
  };
  const upkeep = createUpkeep({ ...parts, restoreWay }, () => {
    cycleWake.notify();
    upWake.notify();
  });
  const upgrades = createUpgrades({
    ...parts,
    launched: launched(),
    client: () => client,
    ...{ isUp: upkeep.isUp, atRest: upkeep.atRest, wake: upgradeWake },
    onProved: cycleWake.notify,
    args: process.argv.slice(2),
  });
  const glances = createGlances(wireguard, clock, readTraffic);
  const tunnel = createManagementTunnel({
    ...parts,
    glances,
    ends: managementEnds(
      run,
      wireguard,
      enrollment,
      parts.keys.management.privateKey,
      config.tunnel.keepalive_s,
    ),
    resolveTimeoutMs: config.tracker.resolve_timeout_ms,
    running: () => parts.journal.current().running,
    files: paths,
    exclusive: async (task) => {
      let isDone = false;
      await upkeep.atRest(async () => {
        isDone = true;
        await task();
      });
      // A node whose bundle does not come up needs its controller no less.
      if (!isDone) await task();
    },
    onUp: () => tunnelWake.notify(),
    hasWay: (endpoint) => addresses.hasWay(endpoint),
    probe: {
      client: () => client,
      addresses: () => addressReport(addresses.current()),
      isBusy: () => isSwitched(parts.journal.current().phase),
      intervalMs: config.tunnel.probe_s * 1000,
    },
  });
  const addresses = followAddresses({
    ...parts,
    follow: followLines,
    speak: tunnel.addressesChanged,
    session: sessionWake,
    tracker: { notify: () => tracker.ownAddressesChanged() },
  });
  const tracker = createTracker({
    glances,
    clock,
    log,
    resolve: parts.resolveFamily,
    hints: hintStore,
    inContact: () => client !== undefined,
    endpoints: parts.endpoints,
    hasWay: addresses.hasWay,
    bundle,
    point: pointInForce({ ...parts, glances }, bundle),
    knock: createKnock(parts.log),
    renew: renewInForce(parts, bundle),
    wake: trackerWake,
    intervalMs: config.tracker.interval_ms,
    freshMs: config.tracker.fresh_ms,
    resolveTimeoutMs: config.tracker.resolve_timeout_ms,
    onRepair: parts.timings.repaired,
    onDevices: (now) => {
      devices = now;
      handshakes.look(now);
    },
  });
  const withConfirmed = (task: (confirmed: Bundle) => Promise<void>) =>
    upkeep.atRest(async () => {
      const confirmed = await bundle();
      if (confirmed !== undefined) await task(confirmed);
    });
  const restore = (ended: AbortSignal) => withConfirmed((confirmed) => restoreBird(parts, confirmed, ended));
  const restoreFilter = () =>
    parts.lock.run(async () => {
      const inForce = await bundle().catch(() => undefined);
      await parts.applyFilter(inForce?.settings.mss_clamp ?? true);
    });
  const lookingGlass = birdLookingGlass(run, config.bird.socket);
  const drift = createDriftWatch({ ...parts, client: () => client, atRest: withConfirmed });
  const examine = createExamine({
    ...parts,
    ...{ bundle, drift: drift.current, tracked: tracker.links, handshakeAgeS: handshakes.ageS },
    uplinks: addresses.current,
    ...{ socket: birdSocket(config.bird.socket), socketPath: config.bird.socket },
    controllerNames: () => namesIn(enrollment.controllerEndpoints),
  });
  const questions = createQuestions({ ...parts, handlers: { ...lookingGlass, ...examine } });

  await raiseAtStart(parts);
  // What is there of our own stays: which of the two it has to be is the bundle's to say.
  const filters = [filterConfig(enrollment, true), filterConfig(enrollment, false)] as const;
  const isKept = await isFilterOf(run, filters, paths.filterNote);
  for (const warning of await prepare(run, filters[0], isKept, paths.filterNote))
    log.warn({ warning }, 'prepare');

  control.serve(async (request) => {
    if (request.do === 'rollback') return upkeep.rollBack(request.reason, signal);
    const { level, forMs } = request;
    return level === undefined ? parts.logLevel.state() : parts.logLevel.set(level, forMs);
  });
  await endTogether(signal, (ended) => [
    upkeep.bootUntilDone(ended),
    upWake.wait(foreverMs, ended).then(() => keepSystemdTold({ ...parts, stuck: turns.stuck }, ended)),
    drift.run(ended),
    keepBird({ bird, clock, log, restore }, ended),
    keepFilter({ run, clock, log, restore: restoreFilter }, ended),
    keepFloor(
      {
        ...parts,
        client: () => client,
        running: () => {
          const { phase, running } = parts.journal.current();
          return isSwitched(phase) ? undefined : running;
        },
        atRest: upkeep.atRest,
      },
      ended,
    ),
    tunnel.run(ended),
    addresses.run(ended),
    tunnelWake.wait(foreverMs, ended).then(() =>
      followController(
        {
          open: parts.openClient,
          clock,
          log,
          onSession: (now) => {
            client = now;
            cycleWake.notify();
            upgradeWake.notify();
          },
          onDesired: (now) => {
            desired = now;
            upkeep.heard(now);
            makeLinkKey(parts, now.linkKey);
            cycleWake.notify();
          },
          onTunnelMove: (move) => tunnel.offer(move),
          onAgentOrder: upgrades.heard,
          isUrgent: () => upgrades.isOnTrial() || upkeep.isUnsettled(),
          anew: sessionWake,
          addresses: () => addressReport(addresses.current()),
          onOwnFacts: (now) => {
            ownFacts = now;
          },
          onQuestion: (question, asker, over) => void questions.asked(question, asker, over),
          onHint: (hint) => {
            if (hintStore.put(hint)) trackerWake.notify();
          },
        },
        ended,
      ),
    ),
    followDesired(
      {
        clock,
        log,
        wake: cycleWake,
        // Of two things that are tried at once nobody could say which has failed.
        mayBegin: (wanted) => !upgrades.isOnTrial() && upkeep.mayBegin(wanted),
        client: () => client,
        desired: () => desired,
        cycle: async (...course) => {
          const outcome = await upkeep.cycle(...course);
          if (outcome === 'confirmed') await forgetOldLinkKeys(parts);
          return outcome;
        },
        hasFailed: ({ bundleDigest }) => hasFailed(parts.journal.current(), bundleDigest.toString('hex')),
      },
      ended,
    ),
    upgrades.run(ended),
    tracker.run(ended),
    keepHeapSmall(clock, ended),
    serveMetrics(
      {
        ...parts,
        ...{ tracker, journal: parts.journal.counts, stateDir: config.state_dir },
        ...{ address: enrollment.managementAddress, port: config.metrics.port },
        status: () => status,
        desired: () => desired?.release,
        devices: () => devices,
        ...{ stuck: turns.stuck, isBooted: upkeep.isUp, journalFile: paths.journal },
      },
      ended,
    ),
    serveProxy({ ...parts, lookingGlass }, ended),
    keepPathMtus(
      {
        ...parts,
        ...{ bundle, tracker, own: addresses.current },
        devices: () => devices,
        echoTo: (address) => echoTo(run, address),
        setMtu: (...wanted) => setMtu(run, ...wanted),
      },
      ended,
    ),
    runReporter(
      {
        clock: turns.clockOf('reporter', 120_000),
        log,
        bird,
        client: () => client,
        statusFile: paths.status,
        onStatus: (now) => {
          status = now;
        },
        heartbeatMs: config.report.heartbeat_s * 1000,
        marks: () => [
          ...[
            client,
            parts.journal.current(),
            parts.journal.step(),
            upkeep.staged(),
            drift.current(),
            ownFacts,
          ],
          ...[tunnel.current().generation, tunnel.current().reason, parts.signingGeneration()],
          parts.linkKeys.renewed().at(-1)?.version,
          ...[...tracker.links().values()].map(({ memory }) => memory.state),
        ],
        sources: async () => ({
          nowMs: clock.now(),
          uptimeS: uptime(),
          handshakeAgeS: handshakes.ageS,
          enrollment,
          signingGeneration: parts.signingGeneration(),
          linkKeys: parts.linkKeys.renewed(),
          tunnel: tunnel.current(),
          journal: parts.journal.current(),
          step: parts.journal.step(),
          staged: upkeep.staged(),
          drift: drift.current(),
          bundle: await bundle(),
          devices,
          ownFacts,
          peerFacts: hintStore.facts,
          tracked: trackedLinks(tracker, clock),
          pathMtus: parts.pathMtus,
          upgrade: upgrades.status(),
          isConnected: client !== undefined,
          facts: parts.facts,
          residentBytes: process.memoryUsage.rss(),
          metricsPort: config.metrics.port,
        }),
      },
      ended,
    ),
  ]);
}

/** Makes the key that the controller asks for; the next report names it. */
function makeLinkKey({ linkKeys, log }: AgentParts, version: number): void {
  if (version === 0) return;
  linkKeys.make(version).catch((error: unknown) => log.error({ error: messageOf(error) }, 'link key'));
}
