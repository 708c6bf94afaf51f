// Original file: proto/towline/v1/admin.proto

import type { GetSigningKeysResponseInput as _towline_v1_GetSigningKeysResponseInput, GetSigningKeysResponse as _towline_v1_GetSigningKeysResponse } from '../../towline/v1/GetSigningKeysResponse.ts';

/**
 * RetireSigningKeysResponse shows the signing keys afterwards.
 */
export interface RetireSigningKeysResponseInput {
  /**
   * The state now.
   */
  'signing'?: (_towline_v1_GetSigningKeysResponseInput | null);
}

/**
 * RetireSigningKeysResponse shows the signing keys afterwards.
 */
export interface RetireSigningKeysResponse {
  /**
   * The state now.
   */
  'signing': (_towline_v1_GetSigningKeysResponse | null);
}
