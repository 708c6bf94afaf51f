// Original file: proto/towline/v1/admin.proto

import type { TraceInput as _towline_v1_TraceInput, Trace as _towline_v1_Trace } from '../../towline/v1/Trace.ts';

/**
 * LookingGlassResponse is what a node answered.
 */
export interface LookingGlassResponseInput {
  /**
   * What BIRD showed; empty for a trace.
   */
  'text'?: (string);
  /**
   * Whether there is more than the text.
   */
  'isCut'?: (boolean);
  /**
   * The way that was asked for.
   */
  'trace'?: (_towline_v1_TraceInput | null);
}

/**
 * LookingGlassResponse is what a node answered.
 */
export interface LookingGlassResponse {
  /**
   * What BIRD showed; empty for a trace.
   */
  'text': (string);
  /**
   * Whether there is more than the text.
   */
  'isCut': (boolean);
  /**
   * The way that was asked for.
   */
  'trace': (_towline_v1_Trace | null);
}
