import { join } from 'node:path';
import { messageOf } from '../shared/errors.ts';
import type { DesiredRelease } from '../shared/gen/towline/v1/DesiredRelease.ts';
import type { NodeFacts } from '../shared/gen/towline/v1/NodeFacts.ts';
import type { Resolve } from '../shared/net/resolve.ts';
import { tiedTo } from '../shared/os/deadline.ts';
import { createWake } from '../shared/os/wake.ts';
import type { DeviceState } from '../shared/wireguard/types.ts';
import { pointInForce } from './apply/point.ts';
import { type Bundle, readBundle } from './check/bundle.ts';
import type { AgentConfig } from './config/schema.ts';
import type { CyclePorts } from './cycle.ts';
import { createDriftWatch } from './drift/watch.ts';
import type { Enrollment } from './enroll/store.ts';
import { followDesired } from './follow-desired.ts';
import { bundleInForce } from './journal/state.ts';
import type { NodeKeys } from './keys/load.ts';
import { runReporter } from './report/reporter.ts';
import type { ControllerClient } from './session/client.ts';
import { followController } from './session/follow.ts';
import { filterConfig } from './system/filter-config.ts';
import { prepare } from './system/prepare.ts';
import type { HintStore } from './tracker/hints.ts';
import { runTracker } from './tracker/tracker.ts';
import { keepTunnel } from './tunnel/keep.ts';
import { bringUpManagement } from './tunnel/management.ts';
import { createUpkeep } from './upkeep.ts';

/** Everything that a running agent consists of. */
export interface AgentParts extends CyclePorts {
  readonly config: AgentConfig;
  readonly enrollment: Enrollment;
  readonly keys: NodeKeys;
  readonly hintStore: HintStore;
  readonly resolve: Resolve;
  readonly facts: NodeFacts;
}

/** The longest that a timer of Node can wait. */
const foreverMs = 2 ** 31 - 1;

/** Runs the agent until the signal is aborted. Interfaces and BIRD stay as they are then. */
export async function serve(parts: AgentParts, signal: AbortSignal): Promise<void> {
  const { run, clock, log, wireguard, bird, config, paths, enrollment, hintStore } = parts;
  const [trackerWake, cycleWake, tunnelWake] = [createWake(), createWake(), createWake()];
  let client: ControllerClient | undefined;
  let desired: DesiredRelease | undefined;
  let devices: ReadonlyMap<string, DeviceState> = new Map();
  const bundle = readerOfBundle(parts);
  const upkeep = createUpkeep(parts, () => cycleWake.notify());
  const drift = createDriftWatch({
    ...parts,
    client: () => client,
    atRest: (task) =>
      upkeep.atRest(async () => {
        const confirmed = await bundle();
        if (confirmed !== undefined) await task(confirmed);
      }),
  });

  for (const warning of await prepare(run, filterConfig(enrollment, true))) log.warn({ warning }, 'prepare');

  await endTogether(signal, (ended) => [
    upkeep.bootUntilDone(ended),
    drift.run(ended),
    keepTunnel(
      {
        wireguard,
        clock,
        log,
        resolve: parts.resolve,
        resolveTimeoutMs: config.tracker.resolve_timeout_ms,
        bringUp: (endpoint) =>
          bringUpManagement(run, wireguard, enrollment, parts.keys.management.privateKey, endpoint),
        onUp: () => tunnelWake.notify(),
        controllerPublicKey: enrollment.controllerWireguardPublicKey,
        endpoints: enrollment.controllerEndpoints,
        lastEndpointFile: paths.lastEndpoint,
      },
      ended,
    ),
    tunnelWake.wait(foreverMs, ended).then(() =>
      followController(
        {
          open: parts.openClient,
          clock,
          log,
          onSession: (now) => {
            client = now;
            cycleWake.notify();
          },
          onDesired: (now) => {
            desired = now;
            cycleWake.notify();
          },
          onHint: ({ nodeName, address }) => {
            hintStore.put(nodeName, address).then(
              (isNew) => isNew && trackerWake.notify(),
              (error) => log.warn({ error: messageOf(error) }, 'hint'),
            );
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
        mayBegin: upkeep.mayBegin,
        client: () => client,
        desired: () => desired,
        cycle: upkeep.cycle,
      },
      ended,
    ),
    runTracker(
      {
        wireguard,
        clock,
        log,
        resolve: parts.resolve,
        hints: hintStore,
        bundle,
        point: pointInForce(parts, bundle),
        wake: trackerWake,
        intervalMs: config.tracker.interval_ms,
        freshMs: config.tracker.fresh_ms,
        resolveTimeoutMs: config.tracker.resolve_timeout_ms,
        onDevices: (now) => {
          devices = now;
        },
      },
      ended,
    ),
    runReporter(
      {
        clock,
        log,
        bird,
        client: () => client,
        statusFile: paths.status,
        heartbeatMs: config.report.heartbeat_s * 1000,
        sources: async () => ({
          nowMs: clock.now(),
          enrollment,
          journal: parts.journal.current(),
          step: parts.journal.step(),
          drift: drift.current(),
          bundle: await bundle(),
          devices,
          isConnected: client !== undefined,
          facts: parts.facts,
          residentBytes: process.memoryUsage.rss(),
        }),
      },
      ended,
    ),
  ]);
}

/** Runs loops until one fails or the signal is aborted; then ends the others. Throws what the first one threw. */
async function endTogether(
  signal: AbortSignal,
  start: (ended: AbortSignal) => Promise<void>[],
): Promise<void> {
  const { controller, release } = tiedTo(signal);
  const loops = start(controller.signal);
  try {
    await Promise.all(loops);
  } catch (error) {
    controller.abort(error);
    await Promise.allSettled(loops);
    if (!signal.aborted) throw error;
  } finally {
    release();
  }
}

/** Reads the bundle that the journal names, once for each. */
function readerOfBundle(parts: AgentParts): () => Promise<Bundle | undefined> {
  let last: Bundle | undefined;
  return async () => {
    const ref = bundleInForce(parts.journal.current());
    if (ref === undefined) return undefined;
    if (last?.digest !== ref.digest) {
      last = await readBundle(join(parts.paths.bundles, ref.digest), parts.bundleKeys);
    }
    return last;
  };
}
