import type { ApplyOutcome } from '../../shared/gen/towline/v1/ApplyOutcome.ts';
import type { NodeFacts } from '../../shared/gen/towline/v1/NodeFacts.ts';
import type { OwnFacts } from '../../shared/gen/towline/v1/OwnFacts.ts';
import type { ReportRequestInput } from '../../shared/gen/towline/v1/ReportRequest.ts';
import { type FamilyFacts, fromWire, noFacts } from '../../shared/net/family-facts.ts';
import type { Prospect } from '../../shared/net/prospect.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';
import type { ProtocolState } from '../bird/protocols.ts';
import type { BirdState } from '../bird/state.ts';
import type { Bundle } from '../check/bundle.ts';
import type { Enrollment } from '../enroll/store.ts';
import { quarantinedDigest } from '../journal/quarantine.ts';
import type { Journal } from '../journal/schema.ts';
import { bundleInForce } from '../journal/state.ts';
import type { LinkPublicKey } from '../keys/link-keys.ts';
import { fittingMtu } from '../path-mtu/fit.ts';
import { linksInForce } from '../path-mtu/in-force.ts';
import type { PathMtuMemory } from '../path-mtu/memory.ts';
import type { TrackedLink } from '../tracker/status.ts';
import type { TunnelState } from '../tunnel/tunnel.ts';
import type { UpgradeStatus } from '../upgrade/upgrades.ts';
import { type OwnFamily, ownFamilies, type PerFamily, prospectsOf, reportedProspect } from './families.ts';
import { reportedUpgrade } from './upgrade.ts';

/**
 * The status file is never older while the agent works, whatever `report.heartbeat_s` is: the health checks of OpenRC and
 * of the container take one that is five minutes old for a sign that it hangs.
 */
export const longestUnwrittenMs = 30_000;

/** One link in the node's status. */
export interface LinkStatus {
  readonly peer: string;
  readonly interface: string;
  /** `address:port`; null while unknown. */
  readonly endpoint: string | null;
  /** Seconds; null if there was no handshake yet. */
  readonly handshakeAgeS: number | null;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  /** As BIRD names it; empty if it does not run. */
  readonly bgpState: string;
  readonly bfdState: string;
  /** Whether the peer sends more prefixes than its limit admits. */
  readonly prefixLimitHit: boolean;
  /** What the tracker knows of it; null before its first look. */
  readonly tracker: TrackedLink | null;
  /** The MTU that it is to have, in bytes. */
  readonly mtu: number | null;
  /** Bytes of the whole outer packet; `tooSmall` for less than an MTU of 1280 needs, null where it is not measured. */
  readonly pathMtu: number | 'tooSmall' | null;
  /** The largest MTU that fits the path, as far as was asked; null where that is not measured. */
  readonly fittingMtu: number | null;
  /** Whether it can work over each IP family, as far as the facts of both ends tell. */
  readonly prospects: PerFamily<Prospect>;
}

/** What `towline-agent status` shows; with --json the keys are in snake_case. */
export interface AgentStatus {
  /** Unix time in milliseconds. */
  readonly updatedMs: number;
  /** Seconds since the machine was booted, when this was written: unlike the time of day, nobody sets it. */
  readonly updatedUptimeS: number;
  readonly node: string;
  readonly site: string;
  readonly networkId: string;
  readonly controller: { readonly connected: boolean; readonly endpoint: string | null };
  /** How the node may be reached, and where the controller saw it last. */
  readonly families: PerFamily<OwnFamily>;
  /** The last move of the management tunnel that was made, and why one that was told is not. */
  readonly tunnel: { readonly generation: number; readonly reason: string | null };
  /** Number of the controller's signing key that the node trusts. */
  readonly signingGeneration: number;
  /** Keys of its links that were made beside the one of the enrollment; the public halves. */
  readonly linkKeys: readonly { readonly version: number; readonly publicKey: string }[];
  /** Where the node is between two bundles, as its journal says. */
  readonly state: Journal['phase']['state'];
  /** What it is at in this state; while it rolls back, where the bundle failed. */
  readonly step: string | null;
  /** Why it is not where it should be. */
  readonly reason: string | null;
  /** Digest of the bundle that is staged and waits for the other ends of its links. */
  readonly staged: string | null;
  /** 0 and empty while no bundle runs. */
  readonly running: { readonly release: number; readonly digest: string };
  readonly lastApply: Journal['lastApply'] | null;
  readonly birdRunning: boolean;
  readonly birdState: BirdState;
  /** Digest of the bundle in quarantine; null if none is. */
  readonly quarantined: string | null;
  readonly links: readonly LinkStatus[];
  /** What differs from the confirmed bundle, a line each. */
  readonly drift: readonly string[];
  readonly facts: NodeFacts;
  /** The last order to become another agent, and what became of it; null if there was none. */
  readonly upgrade: UpgradeStatus | null;
  readonly residentBytes: number;
  /** TCP port of the node's metrics at its management address; 0 if it shows none. */
  readonly metricsPort: number;
}

/** What a status is made of. */
export interface StatusSources {
  readonly nowMs: number;
  /** Seconds since the machine was booted. */
  readonly uptimeS: number;
  /** Seconds since a link's last handshake; undefined if there was none. */
  readonly handshakeAgeS: (interfaceName: string) => number | undefined;
  readonly enrollment: Enrollment;
  readonly signingGeneration: number;
  readonly linkKeys: readonly LinkPublicKey[];
  readonly tunnel: TunnelState;
  readonly journal: Journal;
  /** The step under way. */
  readonly step: string | undefined;
  /** Hexadecimal; the bundle that waits for the other ends of its links. */
  readonly staged?: string | undefined;
  readonly bundle: Bundle | undefined;
  readonly devices: ReadonlyMap<string, DeviceState>;
  /** By interface. */
  readonly tracked?: ReadonlyMap<string, TrackedLink>;
  readonly pathMtus?: Pick<PathMtuMemory, 'of'>;
  /** How the node may be reached, as the controller said last. */
  readonly ownFacts?: OwnFacts | undefined;
  /** How a peer's node may be reached. */
  readonly peerFacts?: (node: string) => FamilyFacts;
  readonly birdState: BirdState;
  /** Undefined while BIRD does not answer. */
  readonly protocols: readonly ProtocolState[] | undefined;
  readonly bfd: ReadonlyMap<string, string>;
  readonly drift: readonly string[];
  readonly upgrade?: UpgradeStatus | undefined;
  readonly isConnected: boolean;
  readonly facts: NodeFacts;
  readonly residentBytes: number;
  readonly metricsPort: number;
}

/** Puts a status together. Pure. */
export function makeStatus(sources: StatusSources): AgentStatus {
  const { enrollment, journal, devices, tunnel } = sources;
  const { phase, lastApply } = journal;
  const running = bundleInForce(journal);
  return {
    updatedMs: sources.nowMs,
    updatedUptimeS: sources.uptimeS,
    node: enrollment.nodeName,
    site: enrollment.siteName,
    networkId: enrollment.networkId,
    controller: {
      connected: sources.isConnected,
      endpoint: devices.get(tunnel.interface)?.peers[0]?.endpoint ?? null,
    },
    signingGeneration: sources.signingGeneration,
    linkKeys: sources.linkKeys.map(({ version, publicKey }) => ({
      version,
      publicKey: publicKey.toString('base64'),
    })),
    families: ownFamilies(sources.ownFacts),
    tunnel: { generation: tunnel.generation, reason: tunnel.reason ?? null },
    state: phase.state,
    step: sources.step ?? (phase.state === 'rollingBack' ? phase.step : undefined) ?? null,
    reason: lastApply === undefined || lastApply.reason === '' ? null : lastApply.reason,
    staged: sources.staged ?? null,
    running: { release: running?.release ?? 0, digest: running?.digest ?? '' },
    lastApply: lastApply ?? null,
    birdRunning: sources.protocols !== undefined,
    birdState: sources.birdState,
    quarantined: quarantinedDigest(journal) ?? null,
    links: linkStates(sources),
    drift: sources.drift,
    facts: sources.facts,
    upgrade: sources.upgrade ?? null,
    residentBytes: sources.residentBytes,
    metricsPort: sources.metricsPort,
  };
}

function linkStates(sources: StatusSources): LinkStatus[] {
  const bgp = new Map(sources.protocols?.map((protocol) => [protocol.name, protocol]));
  const pathMtus = sources.pathMtus ?? { of: () => undefined };
  const files = sources.bundle === undefined ? [] : linksInForce(sources.bundle, pathMtus);
  const own = fromWire(sources.ownFacts?.families);
  const mtus = new Map(files.map((link) => [link.interface, link.mtu]));
  return (sources.bundle?.settings.links ?? []).map((link) => {
    const peer = sources.devices.get(link.interface)?.peers[0];
    const ageS = sources.handshakeAgeS(link.interface);
    const measured = sources.bundle?.settings.path_mtu === undefined ? undefined : pathMtus.of(link.peer);
    return {
      peer: link.peer,
      interface: link.interface,
      endpoint: peer?.endpoint ?? null,
      handshakeAgeS: ageS === undefined || !Number.isFinite(ageS) ? null : Math.max(0, ageS),
      receivedBytes: peer?.receivedBytes ?? 0,
      sentBytes: peer?.sentBytes ?? 0,
      bgpState: bgp.get(link.session)?.bgpState ?? '',
      bfdState: sources.bfd.get(link.interface) ?? '',
      prefixLimitHit: bgp.get(link.session)?.isLimitHit ?? false,
      tracker: sources.tracked?.get(link.interface) ?? null,
      mtu: mtus.get(link.interface) ?? null,
      pathMtu: measured?.path ?? null,
      fittingMtu: measured === undefined ? null : (fittingMtu(measured.path, measured.address) ?? null),
      prospects: prospectsOf(own, link.peer, sources.peerFacts?.(link.peer) ?? noFacts),
    };
  });
}

/** What changes all the time left out: two statuses with one key tell the same. Pure. */
export function statusKey(status: AgentStatus): string {
  const links = status.links.map(
    ({
      receivedBytes: _r,
      sentBytes: _s,
      tracker: _t,
      mtu: _m,
      pathMtu: _p,
      fittingMtu: _f,
      handshakeAgeS,
      ...rest
    }) => ({
      ...rest,
      hadHandshake: handshakeAgeS !== null,
    }),
  );
  return JSON.stringify({ ...status, updatedMs: 0, updatedUptimeS: 0, residentBytes: 0, links });
}

/** What the file tells beyond `statusKey`: what the tracker is about and MTUs, which the controller is not told. Pure. */
export function trackerKey(status: AgentStatus): string {
  return JSON.stringify(status.links.map(({ tracker, mtu, pathMtu }) => [tracker, mtu, pathMtu]));
}

const outcomes: Record<NonNullable<Journal['lastApply']>['outcome'], ApplyOutcome> = {
  applying: 'APPLY_OUTCOME_APPLYING',
  confirmed: 'APPLY_OUTCOME_CONFIRMED',
  refused: 'APPLY_OUTCOME_REFUSED',
  rolledBack: 'APPLY_OUTCOME_ROLLED_BACK',
};

function reportedLink(link: LinkStatus) {
  const {
    handshakeAgeS,
    endpoint,
    prospects,
    tracker: _t,
    mtu: _m,
    pathMtu: _p,
    fittingMtu: _f,
    ...rest
  } = link;
  return {
    ...rest,
    endpoint: endpoint ?? '',
    ipv4: reportedProspect(prospects.ipv4),
    ipv6: reportedProspect(prospects.ipv6),
    ...(handshakeAgeS === null ? {} : { handshakeAgeS }),
  };
}

/** Why the last bundle failed, and where: state, step, and what was said there. Pure. */
export function reasonOf({ state, step, reason }: NonNullable<Journal['lastApply']>): string {
  const where = [state, step].filter((word) => word !== undefined).join(', ');
  return where === '' || reason === '' ? reason : `${where}: ${reason}`;
}

/** Differences that are reported: more of them say no more. */
const mostDrift = 64;

/** The status as the controller is told it. Pure. */
export function reportOf(status: AgentStatus): ReportRequestInput {
  const { lastApply } = status;
  return {
    runningRelease: status.running.release,
    runningDigest: Buffer.from(status.running.digest, 'hex'),
    lastApply:
      lastApply === null || lastApply === undefined
        ? { outcome: 'APPLY_OUTCOME_UNSPECIFIED' }
        : { release: lastApply.release, outcome: outcomes[lastApply.outcome], reason: reasonOf(lastApply) },
    links: status.links.map(reportedLink),
    facts: status.facts,
    ...(status.upgrade === null ? {} : { agentUpgrade: reportedUpgrade(status.upgrade) }),
    residentBytes: status.residentBytes,
    metricsPort: status.metricsPort,
    birdRunning: status.birdRunning,
    birdState: status.birdState,
    stagedDigest: Buffer.from(status.staged ?? '', 'hex'),
    quarantinedDigest: Buffer.from(status.quarantined ?? '', 'hex'),
    drift: [...status.drift].slice(0, mostDrift),
    tunnelGeneration: status.tunnel.generation,
    tunnelReason: status.tunnel.reason ?? '',
    signingGeneration: status.signingGeneration,
    linkKeys: status.linkKeys.map(({ version, publicKey }) => ({
      version,
      publicKey: Buffer.from(publicKey, 'base64'),
    })),
  };
}
