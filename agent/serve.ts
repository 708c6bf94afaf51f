import { join } from 'node:path';
import { messageOf } from '../shared/errors.ts';
import type { DesiredRelease } from '../shared/gen/towline/v1/DesiredRelease.ts';
import type { NodeFacts } from '../shared/gen/towline/v1/NodeFacts.ts';
import type { Resolve } from '../shared/net/resolve.ts';
import { createWake } from '../shared/os/wake.ts';
import type { DeviceState } from '../shared/wireguard/types.ts';
import { pointLink } from './apply/point.ts';
import { boot } from './boot.ts';
import { type Bundle, readBundle } from './check/bundle.ts';
import type { AgentConfig } from './config/schema.ts';
import { type CyclePorts, runCycle } from './cycle.ts';
import type { Enrollment } from './enroll/store.ts';
import { followDesired } from './follow-desired.ts';
import type { NodeKeys } from './keys/load.ts';
import { runReporter } from './report/reporter.ts';
import { backoffMs } from './session/backoff.ts';
import type { ControllerClient } from './session/client.ts';
import { followController } from './session/follow.ts';
import { filterConfig } from './system/filter-config.ts';
import { prepare } from './system/prepare.ts';
import type { HintStore } from './tracker/hints.ts';
import { runTracker } from './tracker/tracker.ts';
import { keepTunnel } from './tunnel/keep.ts';
import { bringUpManagement } from './tunnel/management.ts';

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
  const bundle = bundleInForce(parts);

  for (const warning of await prepare(run, filterConfig(enrollment, true))) log.warn({ warning }, 'prepare');

  await endTogether(signal, (ended) => {
    const ready = bootUntilDone(parts, ended);
    return [
      ready,
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
          ready,
          client: () => client,
          desired: () => desired,
          cycle: (now, wanted, aborted) => runCycle(parts, now, wanted, aborted),
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
          point: (...link) => pointLink(parts, ...link),
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
            bundle: await bundle(),
            devices,
            isConnected: client !== undefined,
            facts: parts.facts,
            residentBytes: process.memoryUsage.rss(),
          }),
        },
        ended,
      ),
    ];
  });
}

/** Runs loops until one fails or the signal is aborted; then ends the others. Throws what the first one threw. */
async function endTogether(
  signal: AbortSignal,
  start: (ended: AbortSignal) => Promise<void>[],
): Promise<void> {
  const failed = new AbortController();
  const loops = start(AbortSignal.any([signal, failed.signal]));
  try {
    await Promise.all(loops);
  } catch (error) {
    failed.abort(error);
    await Promise.allSettled(loops);
    if (!signal.aborted) throw error;
  }
}

async function bootUntilDone(parts: AgentParts, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      return await boot(parts, signal);
    } catch (error) {
      signal.throwIfAborted();
      parts.log.error({ error: messageOf(error) }, 'not all of the bundle came up from disk');
      await parts.clock.sleep(backoffMs(attempt, 0.5 + Math.random() / 2), signal);
    }
  }
}

/** Reads the bundle that the journal names, once for each. */
function bundleInForce(parts: AgentParts): () => Promise<Bundle | undefined> {
  let last: Bundle | undefined;
  return async () => {
    const { phase } = parts.journal.current();
    if (phase.state === 'idle') return undefined;
    if (last?.digest !== phase.bundle.digest) {
      last = await readBundle(join(parts.paths.bundles, phase.bundle.digest), parts.bundleKeys);
    }
    return last;
  };
}
