// Original file: proto/towline/v1/admin.proto

import type { AmountInput as _towline_v1_AmountInput, Amount as _towline_v1_Amount } from '../../towline/v1/Amount.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * BeginRolloutRequest asks for a release in waves.
 */
export interface BeginRolloutRequestInput {
  /**
   * The release; 0 for the newest.
   */
  'release'?: (number);
  /**
   * Only these nodes; with none of all three lists, every node.
   */
  'nodes'?: (string)[];
  /**
   * Only the nodes of these sites.
   */
  'sites'?: (string)[];
  /**
   * Only the nodes of these groups.
   */
  'groups'?: (string)[];
  /**
   * Nodes to try it on first.
   */
  'canaries'?: (string)[];
  /**
   * So many of them, to be chosen; 0 where they are named, or there are none.
   */
  'canaryCount'?: (number);
  /**
   * Nodes in a wave at most.
   */
  'wave'?: (_towline_v1_AmountInput | null);
  /**
   * Milliseconds between two waves.
   */
  'pauseMs'?: (number | string | Long);
  /**
   * Whether it waits for an admin once the canaries have proved it.
   */
  'waitsAfterCanaries'?: (boolean);
  /**
   * It stops at so many failed nodes.
   */
  'maxFailures'?: (_towline_v1_AmountInput | null);
  /**
   * Milliseconds that a node has beyond its confirm window.
   */
  'marginMs'?: (number | string | Long);
  /**
   * Whether it takes back what it changed when it stops.
   */
  'rollsBack'?: (boolean);
  /**
   * Whether to say only what it would do.
   */
  'dryRun'?: (boolean);
}

/**
 * BeginRolloutRequest asks for a release in waves.
 */
export interface BeginRolloutRequest {
  /**
   * The release; 0 for the newest.
   */
  'release': (number);
  /**
   * Only these nodes; with none of all three lists, every node.
   */
  'nodes': (string)[];
  /**
   * Only the nodes of these sites.
   */
  'sites': (string)[];
  /**
   * Only the nodes of these groups.
   */
  'groups': (string)[];
  /**
   * Nodes to try it on first.
   */
  'canaries': (string)[];
  /**
   * So many of them, to be chosen; 0 where they are named, or there are none.
   */
  'canaryCount': (number);
  /**
   * Nodes in a wave at most.
   */
  'wave': (_towline_v1_Amount | null);
  /**
   * Milliseconds between two waves.
   */
  'pauseMs': (number);
  /**
   * Whether it waits for an admin once the canaries have proved it.
   */
  'waitsAfterCanaries': (boolean);
  /**
   * It stops at so many failed nodes.
   */
  'maxFailures': (_towline_v1_Amount | null);
  /**
   * Milliseconds that a node has beyond its confirm window.
   */
  'marginMs': (number);
  /**
   * Whether it takes back what it changed when it stops.
   */
  'rollsBack': (boolean);
  /**
   * Whether to say only what it would do.
   */
  'dryRun': (boolean);
}
