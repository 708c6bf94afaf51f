// Original file: proto/towline/v1/admin.proto

import type { SigningKeyInput as _towline_v1_SigningKeyInput, SigningKey as _towline_v1_SigningKey } from '../../towline/v1/SigningKey.ts';
import type { SigningNodeInput as _towline_v1_SigningNodeInput, SigningNode as _towline_v1_SigningNode } from '../../towline/v1/SigningNode.ts';

/**
 * GetSigningKeysResponse shows the signing keys.
 */
export interface GetSigningKeysResponseInput {
  /**
   * All of them, newest first: the first one signs.
   */
  'keys'?: (_towline_v1_SigningKeyInput)[];
  /**
   * The enrolled nodes, sorted by name.
   */
  'nodes'?: (_towline_v1_SigningNodeInput)[];
}

/**
 * GetSigningKeysResponse shows the signing keys.
 */
export interface GetSigningKeysResponse {
  /**
   * All of them, newest first: the first one signs.
   */
  'keys': (_towline_v1_SigningKey)[];
  /**
   * The enrolled nodes, sorted by name.
   */
  'nodes': (_towline_v1_SigningNode)[];
}
