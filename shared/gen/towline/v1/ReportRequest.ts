// Original file: proto/towline/v1/agent.proto

import type { ApplyResultInput as _towline_v1_ApplyResultInput, ApplyResult as _towline_v1_ApplyResult } from '../../towline/v1/ApplyResult.ts';
import type { LinkStateInput as _towline_v1_LinkStateInput, LinkState as _towline_v1_LinkState } from '../../towline/v1/LinkState.ts';
import type { NodeFactsInput as _towline_v1_NodeFactsInput, NodeFacts as _towline_v1_NodeFacts } from '../../towline/v1/NodeFacts.ts';
import type { LinkKeyInput as _towline_v1_LinkKeyInput, LinkKey as _towline_v1_LinkKey } from '../../towline/v1/LinkKey.ts';
import type { AgentUpgradeInput as _towline_v1_AgentUpgradeInput, AgentUpgrade as _towline_v1_AgentUpgrade } from '../../towline/v1/AgentUpgrade.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * ReportRequest is a node's condensed state.
 */
export interface ReportRequestInput {
  /**
   * Release whose bundle runs; 0 if none does.
   */
  'runningRelease'?: (number);
  /**
   * Digest (32 bytes) of that bundle; empty if none runs.
   */
  'runningDigest'?: (Buffer | Uint8Array | string);
  /**
   * What became of the last bundle that was tried.
   */
  'lastApply'?: (_towline_v1_ApplyResultInput | null);
  /**
   * One entry a WireGuard link.
   */
  'links'?: (_towline_v1_LinkStateInput)[];
  /**
   * What the router runs on.
   */
  'facts'?: (_towline_v1_NodeFactsInput | null);
  /**
   * Resident memory of the agent in bytes.
   */
  'residentBytes'?: (number | string | Long);
  /**
   * Whether BIRD answers on its control socket.
   */
  'birdRunning'?: (boolean);
  /**
   * What differs from the confirmed bundle in files, kernel, BIRD and services,
   * one entry each; empty if nothing does.
   */
  'drift'?: (string)[];
  /**
   * Digest (32 bytes) of the bundle that is staged and waits for the other ends
   * of its links; empty if none does.
   */
  'stagedDigest'?: (Buffer | Uint8Array | string);
  /**
   * Number of the move of the management tunnel that the node has made; 0 for
   * the one of its enrollment.
   */
  'tunnelGeneration'?: (number);
  /**
   * Digest (32 bytes) of the bundle in quarantine; empty if none is.
   */
  'quarantinedDigest'?: (Buffer | Uint8Array | string);
  /**
   * State of BIRD: `running`, `absent` (nobody listens at its control socket),
   * `silent` (it listens and does not answer), `restarting` (it is on its way
   * down or up) or `foreign` (another program answers at its socket).
   */
  'birdState'?: (string);
  /**
   * Why the node has not made the move that it was told of; empty if it has, or
   * was told none.
   */
  'tunnelReason'?: (string);
  /**
   * Keys of its links that the node made beside the one of its enrollment.
   */
  'linkKeys'?: (_towline_v1_LinkKeyInput)[];
  /**
   * Number of the signing key that the node trusts.
   */
  'signingGeneration'?: (number);
  /**
   * TCP port of the node's metrics at its management address; 0 if it shows
   * none.
   */
  'metricsPort'?: (number);
  /**
   * What became of the last order to become another agent.
   */
  'agentUpgrade'?: (_towline_v1_AgentUpgradeInput | null);
}

/**
 * ReportRequest is a node's condensed state.
 */
export interface ReportRequest {
  /**
   * Release whose bundle runs; 0 if none does.
   */
  'runningRelease': (number);
  /**
   * Digest (32 bytes) of that bundle; empty if none runs.
   */
  'runningDigest': (Buffer);
  /**
   * What became of the last bundle that was tried.
   */
  'lastApply': (_towline_v1_ApplyResult | null);
  /**
   * One entry a WireGuard link.
   */
  'links': (_towline_v1_LinkState)[];
  /**
   * What the router runs on.
   */
  'facts': (_towline_v1_NodeFacts | null);
  /**
   * Resident memory of the agent in bytes.
   */
  'residentBytes': (number);
  /**
   * Whether BIRD answers on its control socket.
   */
  'birdRunning': (boolean);
  /**
   * What differs from the confirmed bundle in files, kernel, BIRD and services,
   * one entry each; empty if nothing does.
   */
  'drift': (string)[];
  /**
   * Digest (32 bytes) of the bundle that is staged and waits for the other ends
   * of its links; empty if none does.
   */
  'stagedDigest': (Buffer);
  /**
   * Number of the move of the management tunnel that the node has made; 0 for
   * the one of its enrollment.
   */
  'tunnelGeneration': (number);
  /**
   * Digest (32 bytes) of the bundle in quarantine; empty if none is.
   */
  'quarantinedDigest': (Buffer);
  /**
   * State of BIRD: `running`, `absent` (nobody listens at its control socket),
   * `silent` (it listens and does not answer), `restarting` (it is on its way
   * down or up) or `foreign` (another program answers at its socket).
   */
  'birdState': (string);
  /**
   * Why the node has not made the move that it was told of; empty if it has, or
   * was told none.
   */
  'tunnelReason': (string);
  /**
   * Keys of its links that the node made beside the one of its enrollment.
   */
  'linkKeys': (_towline_v1_LinkKey)[];
  /**
   * Number of the signing key that the node trusts.
   */
  'signingGeneration': (number);
  /**
   * TCP port of the node's metrics at its management address; 0 if it shows
   * none.
   */
  'metricsPort': (number);
  /**
   * What became of the last order to become another agent.
   */
  'agentUpgrade': (_towline_v1_AgentUpgrade | null);
}
