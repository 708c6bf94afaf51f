// Original file: proto/towline/v1/admin.proto

import type { TokenInput as _towline_v1_TokenInput, Token as _towline_v1_Token } from '../../towline/v1/Token.ts';

/**
 * CreateTokenResponse shows the token.
 */
export interface CreateTokenResponseInput {
  /**
   * The token.
   */
  'token'?: (_towline_v1_TokenInput | null);
  /**
   * The join string, to which whoever made the token adds it.
   */
  'joinString'?: (string);
}

/**
 * CreateTokenResponse shows the token.
 */
export interface CreateTokenResponse {
  /**
   * The token.
   */
  'token': (_towline_v1_Token | null);
  /**
   * The join string, to which whoever made the token adds it.
   */
  'joinString': (string);
}
