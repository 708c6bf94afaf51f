// Original file: proto/towline/v1/agent.proto

import type { DesiredReleaseInput as _towline_v1_DesiredReleaseInput, DesiredRelease as _towline_v1_DesiredRelease } from '../../towline/v1/DesiredRelease.ts';
import type { PeerEndpointInput as _towline_v1_PeerEndpointInput, PeerEndpoint as _towline_v1_PeerEndpoint } from '../../towline/v1/PeerEndpoint.ts';
import type { SignedTunnelMoveInput as _towline_v1_SignedTunnelMoveInput, SignedTunnelMove as _towline_v1_SignedTunnelMove } from '../../towline/v1/SignedTunnelMove.ts';
import type { SigningChainInput as _towline_v1_SigningChainInput, SigningChain as _towline_v1_SigningChain } from '../../towline/v1/SigningChain.ts';
import type { OwnFactsInput as _towline_v1_OwnFactsInput, OwnFacts as _towline_v1_OwnFacts } from '../../towline/v1/OwnFacts.ts';
import type { QuestionInput as _towline_v1_QuestionInput, Question as _towline_v1_Question } from '../../towline/v1/Question.ts';
import type { SpreadInput as _towline_v1_SpreadInput, Spread as _towline_v1_Spread } from '../../towline/v1/Spread.ts';
import type { SignedAgentOrderInput as _towline_v1_SignedAgentOrderInput, SignedAgentOrder as _towline_v1_SignedAgentOrder } from '../../towline/v1/SignedAgentOrder.ts';

/**
 * WatchResponse is one piece of news.
 */
export interface WatchResponseInput {
  /**
   * The release that the node should run.
   */
  'desiredRelease'?: (_towline_v1_DesiredReleaseInput | null);
  /**
   * Where a peer is now.
   */
  'peerEndpoint'?: (_towline_v1_PeerEndpointInput | null);
  /**
   * Where the controller is from now on.
   */
  'tunnelMove'?: (_towline_v1_SignedTunnelMoveInput | null);
  /**
   * Which key signs from now on; first of all, once it was ever changed.
   */
  'signingChain'?: (_towline_v1_SigningChainInput | null);
  /**
   * How the node itself may be reached.
   */
  'ownFacts'?: (_towline_v1_OwnFactsInput | null);
  /**
   * What the controller wants to know of the node now.
   */
  'question'?: (_towline_v1_QuestionInput | null);
  /**
   * How to come back when this watch breaks.
   */
  'spread'?: (_towline_v1_SpreadInput | null);
  /**
   * Which agent the node shall become.
   */
  'agentOrder'?: (_towline_v1_SignedAgentOrderInput | null);
  /**
   * Exactly one of these is set.
   */
  'event'?: "desiredRelease"|"peerEndpoint"|"tunnelMove"|"signingChain"|"ownFacts"|"question"|"spread"|"agentOrder";
}

/**
 * WatchResponse is one piece of news.
 */
export interface WatchResponse {
  /**
   * The release that the node should run.
   */
  'desiredRelease'?: (_towline_v1_DesiredRelease | null);
  /**
   * Where a peer is now.
   */
  'peerEndpoint'?: (_towline_v1_PeerEndpoint | null);
  /**
   * Where the controller is from now on.
   */
  'tunnelMove'?: (_towline_v1_SignedTunnelMove | null);
  /**
   * Which key signs from now on; first of all, once it was ever changed.
   */
  'signingChain'?: (_towline_v1_SigningChain | null);
  /**
   * How the node itself may be reached.
   */
  'ownFacts'?: (_towline_v1_OwnFacts | null);
  /**
   * What the controller wants to know of the node now.
   */
  'question'?: (_towline_v1_Question | null);
  /**
   * How to come back when this watch breaks.
   */
  'spread'?: (_towline_v1_Spread | null);
  /**
   * Which agent the node shall become.
   */
  'agentOrder'?: (_towline_v1_SignedAgentOrder | null);
  /**
   * Exactly one of these is set.
   */
  'event'?: "desiredRelease"|"peerEndpoint"|"tunnelMove"|"signingChain"|"ownFacts"|"question"|"spread"|"agentOrder";
}
