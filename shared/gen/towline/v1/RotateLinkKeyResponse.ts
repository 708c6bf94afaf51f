// Original file: proto/towline/v1/admin.proto

import type { RotatingLinkInput as _towline_v1_RotatingLinkInput, RotatingLink as _towline_v1_RotatingLink } from '../../towline/v1/RotatingLink.ts';

/**
 * RotateLinkKeyResponse describes the rotation.
 */
export interface RotateLinkKeyResponseInput {
  /**
   * Version of the key that its links move to.
   */
  'version'?: (number);
  /**
   * Its links, sorted by peer.
   */
  'links'?: (_towline_v1_RotatingLinkInput)[];
  /**
   * Whether it was under way already.
   */
  'wasUnderWay'?: (boolean);
}

/**
 * RotateLinkKeyResponse describes the rotation.
 */
export interface RotateLinkKeyResponse {
  /**
   * Version of the key that its links move to.
   */
  'version': (number);
  /**
   * Its links, sorted by peer.
   */
  'links': (_towline_v1_RotatingLink)[];
  /**
   * Whether it was under way already.
   */
  'wasUnderWay': (boolean);
}
