// Original file: proto/towline/v1/admin.proto

import type { TokenInput as _towline_v1_TokenInput, Token as _towline_v1_Token } from '../../towline/v1/Token.ts';

/**
 * RevokeTokenResponse shows the token.
 */
export interface RevokeTokenResponseInput {
  /**
   * The token.
   */
  'token'?: (_towline_v1_TokenInput | null);
}

/**
 * RevokeTokenResponse shows the token.
 */
export interface RevokeTokenResponse {
  /**
   * The token.
   */
  'token': (_towline_v1_Token | null);
}
