// Original file: proto/towline/v1/admin.proto

import type { TraceTargetInput as _towline_v1_TraceTargetInput, TraceTarget as _towline_v1_TraceTarget } from '../../towline/v1/TraceTarget.ts';

/**
 * LookingGlassRequest says what to ask a node.
 */
export interface LookingGlassRequestInput {
  /**
   * Name of the node that is asked.
   */
  'nodeName'?: (string);
  /**
   * Command for BIRD, as birdc takes it; what only shows is admitted.
   */
  'command'?: (string);
  /**
   * Where to look for the way to.
   */
  'trace'?: (_towline_v1_TraceTargetInput | null);
  /**
   * Exactly one of these is set.
   */
  'query'?: "command"|"trace";
}

/**
 * LookingGlassRequest says what to ask a node.
 */
export interface LookingGlassRequest {
  /**
   * Name of the node that is asked.
   */
  'nodeName': (string);
  /**
   * Command for BIRD, as birdc takes it; what only shows is admitted.
   */
  'command'?: (string);
  /**
   * Where to look for the way to.
   */
  'trace'?: (_towline_v1_TraceTarget | null);
  /**
   * Exactly one of these is set.
   */
  'query'?: "command"|"trace";
}
