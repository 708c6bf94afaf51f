// Original file: proto/towline/v1/admin.proto

import type { RolloutStateInput as _towline_v1_RolloutStateInput, RolloutState as _towline_v1_RolloutState } from '../../towline/v1/RolloutState.ts';
import type { RolloutCountInput as _towline_v1_RolloutCountInput, RolloutCount as _towline_v1_RolloutCount } from '../../towline/v1/RolloutCount.ts';
import type { RolloutExceptionInput as _towline_v1_RolloutExceptionInput, RolloutException as _towline_v1_RolloutException } from '../../towline/v1/RolloutException.ts';
import type { RolloutNodeInput as _towline_v1_RolloutNodeInput, RolloutNode as _towline_v1_RolloutNode } from '../../towline/v1/RolloutNode.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Rollout is a release that is activated in waves.
 */
export interface RolloutInput {
  /**
   * Its number.
   */
  'number'?: (number);
  /**
   * The release.
   */
  'release'?: (number);
  /**
   * Where it is.
   */
  'state'?: (_towline_v1_RolloutStateInput);
  /**
   * Why it is paused, stopped or was aborted; empty if there is nothing to say.
   */
  'reason'?: (string);
  /**
   * When it began, in milliseconds since 1970-01-01 UTC.
   */
  'begunMs'?: (number | string | Long);
  /**
   * When its state changed last, in milliseconds since 1970-01-01 UTC.
   */
  'changedMs'?: (number | string | Long);
  /**
   * The wave under way, or the last one; 0 before the first.
   */
  'wave'?: (number);
  /**
   * Milliseconds until the next wave, while it pauses between two; absent
   * otherwise.
   */
  'pauseLeftMs'?: (number | string | Long);
  /**
   * Failed nodes that count.
   */
  'failures'?: (number);
  /**
   * It stops at so many.
   */
  'maxFailures'?: (number);
  /**
   * Nodes in a wave at most.
   */
  'waveNodes'?: (number);
  /**
   * Whether it takes back what it changed when it stops.
   */
  'rollsBack'?: (boolean);
  /**
   * How many nodes are in each state.
   */
  'counts'?: (_towline_v1_RolloutCountInput)[];
  /**
   * What waves could cut off, by what the network's shape forces.
   */
  'exceptions'?: (_towline_v1_RolloutExceptionInput)[];
  /**
   * The nodes, sorted by name; none in a list.
   */
  'nodes'?: (_towline_v1_RolloutNodeInput)[];
  '_pauseLeftMs'?: "pauseLeftMs";
}

/**
 * Rollout is a release that is activated in waves.
 */
export interface Rollout {
  /**
   * Its number.
   */
  'number': (number);
  /**
   * The release.
   */
  'release': (number);
  /**
   * Where it is.
   */
  'state': (_towline_v1_RolloutState);
  /**
   * Why it is paused, stopped or was aborted; empty if there is nothing to say.
   */
  'reason': (string);
  /**
   * When it began, in milliseconds since 1970-01-01 UTC.
   */
  'begunMs': (number);
  /**
   * When its state changed last, in milliseconds since 1970-01-01 UTC.
   */
  'changedMs': (number);
  /**
   * The wave under way, or the last one; 0 before the first.
   */
  'wave': (number);
  /**
   * Milliseconds until the next wave, while it pauses between two; absent
   * otherwise.
   */
  'pauseLeftMs'?: (number);
  /**
   * Failed nodes that count.
   */
  'failures': (number);
  /**
   * It stops at so many.
   */
  'maxFailures': (number);
  /**
   * Nodes in a wave at most.
   */
  'waveNodes': (number);
  /**
   * Whether it takes back what it changed when it stops.
   */
  'rollsBack': (boolean);
  /**
   * How many nodes are in each state.
   */
  'counts': (_towline_v1_RolloutCount)[];
  /**
   * What waves could cut off, by what the network's shape forces.
   */
  'exceptions': (_towline_v1_RolloutException)[];
  /**
   * The nodes, sorted by name; none in a list.
   */
  'nodes': (_towline_v1_RolloutNode)[];
  '_pauseLeftMs'?: "pauseLeftMs";
}
