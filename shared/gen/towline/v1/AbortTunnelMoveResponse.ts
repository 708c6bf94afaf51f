// Original file: proto/towline/v1/admin.proto

import type { GetTunnelResponseInput as _towline_v1_GetTunnelResponseInput, GetTunnelResponse as _towline_v1_GetTunnelResponse } from '../../towline/v1/GetTunnelResponse.ts';

/**
 * AbortTunnelMoveResponse shows who is on the way back.
 */
export interface AbortTunnelMoveResponseInput {
  /**
   * The tunnel.
   */
  'tunnel'?: (_towline_v1_GetTunnelResponseInput | null);
}

/**
 * AbortTunnelMoveResponse shows who is on the way back.
 */
export interface AbortTunnelMoveResponse {
  /**
   * The tunnel.
   */
  'tunnel': (_towline_v1_GetTunnelResponse | null);
}
