// Original file: proto/towline/v1/admin.proto

import type { TokenStateInput as _towline_v1_TokenStateInput, TokenState as _towline_v1_TokenState } from '../../towline/v1/TokenState.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * Token is what the controller knows of a token: not the token itself.
 */
export interface TokenInput {
  /**
   * 16 hexadecimal digits.
   */
  'id'?: (string);
  /**
   * State.
   */
  'state'?: (_towline_v1_TokenStateInput);
  /**
   * Number of routers that it lets in.
   */
  'uses'?: (number);
  /**
   * Number of routers that it has let in.
   */
  'used'?: (number);
  /**
   * Unix time in milliseconds at which it ends.
   */
  'expiresMs'?: (number | string | Long);
  /**
   * Name of the node that its router becomes; empty if it is not bound to one.
   */
  'nodeName'?: (string);
  /**
   * Site whose nodes its routers become, by host name; empty if it is not bound
   * to one.
   */
  'siteName'?: (string);
  /**
   * Whether it may take the place of a router that is enrolled as its node.
   */
  'replace'?: (boolean);
  /**
   * Unix time in milliseconds at which it was made.
   */
  'createdMs'?: (number | string | Long);
  /**
   * Names of the nodes whose routers came by it, sorted.
   */
  'usedBy'?: (string)[];
}

/**
 * Token is what the controller knows of a token: not the token itself.
 */
export interface Token {
  /**
   * 16 hexadecimal digits.
   */
  'id': (string);
  /**
   * State.
   */
  'state': (_towline_v1_TokenState);
  /**
   * Number of routers that it lets in.
   */
  'uses': (number);
  /**
   * Number of routers that it has let in.
   */
  'used': (number);
  /**
   * Unix time in milliseconds at which it ends.
   */
  'expiresMs': (number);
  /**
   * Name of the node that its router becomes; empty if it is not bound to one.
   */
  'nodeName': (string);
  /**
   * Site whose nodes its routers become, by host name; empty if it is not bound
   * to one.
   */
  'siteName': (string);
  /**
   * Whether it may take the place of a router that is enrolled as its node.
   */
  'replace': (boolean);
  /**
   * Unix time in milliseconds at which it was made.
   */
  'createdMs': (number);
  /**
   * Names of the nodes whose routers came by it, sorted.
   */
  'usedBy': (string)[];
}
