// Original file: proto/towline/v1/admin.proto

import type { GetTunnelResponseInput as _towline_v1_GetTunnelResponseInput, GetTunnelResponse as _towline_v1_GetTunnelResponse } from '../../towline/v1/GetTunnelResponse.ts';

/**
 * BeginTunnelMoveResponse shows what was begun.
 */
export interface BeginTunnelMoveResponseInput {
  /**
   * The tunnel, with the move under way.
   */
  'tunnel'?: (_towline_v1_GetTunnelResponseInput | null);
}

/**
 * BeginTunnelMoveResponse shows what was begun.
 */
export interface BeginTunnelMoveResponse {
  /**
   * The tunnel, with the move under way.
   */
  'tunnel': (_towline_v1_GetTunnelResponse | null);
}
