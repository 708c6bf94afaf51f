// Original file: proto/towline/v1/admin.proto

import type { GetSigningKeysResponseInput as _towline_v1_GetSigningKeysResponseInput, GetSigningKeysResponse as _towline_v1_GetSigningKeysResponse } from '../../towline/v1/GetSigningKeysResponse.ts';

/**
 * RotateSigningKeyResponse shows the signing keys afterwards.
 */
export interface RotateSigningKeyResponseInput {
  /**
   * The state now.
   */
  'signing'?: (_towline_v1_GetSigningKeysResponseInput | null);
}

/**
 * RotateSigningKeyResponse shows the signing keys afterwards.
 */
export interface RotateSigningKeyResponse {
  /**
   * The state now.
   */
  'signing': (_towline_v1_GetSigningKeysResponse | null);
}
