import { knownServices } from '../../agent/config/schema.ts';
import { fetchBundle } from '../../agent/fetch/fetch.ts';
import { followDesired } from '../../agent/follow-desired.ts';
import { onlySigner } from '../../agent/keys/signers.ts';
import { confirmWindowMs, proveContact } from '../../agent/prove/prove.ts';
import { type ControllerClient, openClient } from '../../agent/session/client.ts';
import { followController } from '../../agent/session/follow.ts';
import { acceptManifest } from '../../agent/verify/accept.ts';
import { openManifest } from '../../shared/bundle/manifest.ts';
import { sha256 } from '../../shared/crypto/sha256.ts';
import type { DesiredRelease } from '../../shared/gen/towline/v1/DesiredRelease.ts';
import type { ReportRequestInput } from '../../shared/gen/towline/v1/ReportRequest.ts';
import { systemClock as clock } from '../../shared/os/clock.ts';
import { withDeadline } from '../../shared/os/deadline.ts';
import { endTogether } from '../../shared/os/end-together.ts';
import type { Log } from '../../shared/os/log.ts';
import { createWake } from '../../shared/os/wake.ts';
import type { Identity, Network } from './wire.ts';

/** Told what becomes of an agent. */
export interface Observer {
  attempt(): void;
  contact(): void;
  gone(): void;
  ack(release: number): void;
  rolledBack(): void;
}

/** What `report.heartbeat_s` of agent.toml is unless said otherwise. */
const heartbeatMs = 30_000;
/** A real agent looks once a second whether there is anything to report. */
const reportEveryMs = 1_000;

/**
 * An agent without a router: it watches, fetches, verifies, proves its contact over a new connection and reports, by
 * the code of the real agent; it applies nothing, and has nothing on disk.
 */
export async function runLightAgent(
  { nodeId, address, identityPrivateKey }: Identity,
  { networkId, port, signingPublicKey }: Network,
  log: Log,
  observer: Observer,
  signal: AbortSignal,
): Promise<void> {
  const [cycleWake, reportWake] = [createWake(), createWake()];
  const key = Buffer.from(identityPrivateKey, 'hex');
  const signers = onlySigner(Buffer.from(signingPublicKey, 'hex'));
  // A connection to an address of this machine comes from that address: so each agent has its own.
  const open = () => openClient({ address, port, networkId, nodeId, identityPrivateKey: key });
  let client: ControllerClient | undefined;
  let desired: DesiredRelease | undefined;
  let [isSwitched, isTold] = [false, false];
  let running: DesiredRelease | undefined;
  let lastApply: ReportRequestInput['lastApply'] = {};

  async function cycle(over: ControllerClient, wanted: DesiredRelease, ended: AbortSignal) {
    if (running?.bundleDigest.equals(wanted.bundleDigest)) return 'unchanged' as const;
    const rules = { networkId, nodeId, epoch: 0, highestSeen: undefined, services: knownServices };
    const { manifest } = await fetchBundle(
      over,
      wanted.release,
      new Set(),
      (signed) => {
        const opened = openManifest(signers.accepted(), signed);
        acceptManifest(opened, sha256(signed.manifest).toString('hex'), rules);
        return opened;
      },
      ended,
    );
    const { release } = manifest;
    isSwitched = true;
    lastApply = { release, outcome: 'APPLY_OUTCOME_APPLYING' };
    reportWake.notify();
    const bundle = { manifest };
    try {
      await withDeadline(ended, confirmWindowMs(bundle), (window) =>
        proveContact({ openClient: open, clock, signers }, bundle, window),
      );
    } catch (error) {
      ended.throwIfAborted();
      observer.rolledBack();
      lastApply = { release, outcome: 'APPLY_OUTCOME_ROLLED_BACK', reason: String(error) };
      return 'rolledBack' as const;
    } finally {
      isSwitched = false;
      reportWake.notify();
    }
    running = wanted;
    lastApply = { release, outcome: 'APPLY_OUTCOME_CONFIRMED' };
    observer.ack(release);
    return 'confirmed' as const;
  }

  async function report(ended: AbortSignal): Promise<void> {
    for (;;) {
      await reportWake.wait(heartbeatMs * (0.9 + 0.2 * Math.random()), ended);
      await clock.sleep(reportEveryMs * Math.random(), ended);
      try {
        await client?.report(reportOf(running, lastApply), ended);
      } catch {
        // As the real one: the next report says the same.
        ended.throwIfAborted();
      }
    }
  }

  await endTogether(signal, (ended) => [
    followController(
      {
        open: () => {
          observer.attempt();
          return open();
        },
        clock,
        log,
        onSession: (now) => {
          client = now;
          if (now === undefined && isTold) observer.gone();
          isTold = false;
          cycleWake.notify();
          if (now !== undefined) reportWake.notify();
        },
        onQuestion: () => undefined,
        onDesired: (now) => {
          desired = now;
          if (!isTold) observer.contact();
          isTold = true;
          cycleWake.notify();
        },
        onHint: () => undefined,
        onTunnelMove: () => undefined,
        onOwnFacts: () => undefined,
        onAgentOrder: () => undefined,
        addresses: () => ({ ownAddresses: ['198.18.0.1'] }),
        anew: createWake(),
        isUrgent: () => isSwitched,
      },
      ended,
    ),
    followDesired(
      {
        clock,
        log,
        wake: cycleWake,
        client: () => client,
        desired: () => desired,
        cycle,
        mayBegin: () => true,
        hasFailed: () => false,
      },
      ended,
    ),
    report(ended),
  ]);
}

/** A report as large as that of a router with six links. */
export function reportOf(
  running: DesiredRelease | undefined,
  lastApply: ReportRequestInput['lastApply'],
): ReportRequestInput {
  const links = Array.from({ length: 6 }, (_, index) => ({
    peer: `site0000${index}`,
    interface: `tl-site0000${index}`,
    handshakeAgeS: 30 + index,
    receivedBytes: 123_456_789,
    sentBytes: 123_456_789,
    bgpState: 'Established',
    bfdState: 'Up',
    endpoint: `198.18.${index}.2:51821`,
  }));
  return {
    runningRelease: running?.release ?? 0,
    runningDigest: running?.bundleDigest ?? Buffer.alloc(0),
    ...(lastApply === undefined ? {} : { lastApply }),
    links,
    facts: {
      agentVersion: '0.1.0',
      kernel: '6.1.0',
      architecture: 'x64',
      hardware: 'simulated',
      birdVersion: '2.0.12',
    },
    residentBytes: 70_000_000,
    birdRunning: true,
    birdState: 'running',
  };
}
