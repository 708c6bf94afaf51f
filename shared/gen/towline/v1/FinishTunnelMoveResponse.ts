// Original file: proto/towline/v1/admin.proto

import type { GetTunnelResponseInput as _towline_v1_GetTunnelResponseInput, GetTunnelResponse as _towline_v1_GetTunnelResponse } from '../../towline/v1/GetTunnelResponse.ts';

/**
 * FinishTunnelMoveResponse shows what is left.
 */
export interface FinishTunnelMoveResponseInput {
  /**
   * Names of the nodes that cannot reach the controller any more, sorted.
   */
  'leftBehind'?: (string)[];
  /**
   * The tunnel.
   */
  'tunnel'?: (_towline_v1_GetTunnelResponseInput | null);
}

/**
 * FinishTunnelMoveResponse shows what is left.
 */
export interface FinishTunnelMoveResponse {
  /**
   * Names of the nodes that cannot reach the controller any more, sorted.
   */
  'leftBehind': (string)[];
  /**
   * The tunnel.
   */
  'tunnel': (_towline_v1_GetTunnelResponse | null);
}
