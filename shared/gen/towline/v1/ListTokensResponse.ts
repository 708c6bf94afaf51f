// Original file: proto/towline/v1/admin.proto

import type { TokenInput as _towline_v1_TokenInput, Token as _towline_v1_Token } from '../../towline/v1/Token.ts';

/**
 * ListTokensResponse lists tokens.
 */
export interface ListTokensResponseInput {
  /**
   * The tokens, newest first.
   */
  'tokens'?: (_towline_v1_TokenInput)[];
}

/**
 * ListTokensResponse lists tokens.
 */
export interface ListTokensResponse {
  /**
   * The tokens, newest first.
   */
  'tokens': (_towline_v1_Token)[];
}
