// Original file: proto/towline/v1/admin.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Release is one release.
 */
export interface ReleaseInput {
  /**
   * Its number.
   */
  'number'?: (number);
  /**
   * When it was made, Unix time in seconds.
   */
  'createdUnixS'?: (number | string | Long);
  /**
   * Message of its commit.
   */
  'message'?: (string);
  /**
   * Author of its commit.
   */
  'author'?: (string);
  /**
   * Commit of the inventory that it was compiled from.
   */
  'inventoryCommit'?: (string);
  /**
   * Names of the nodes whose bundle it changed.
   */
  'changedNodes'?: (string)[];
  /**
   * Whether it was activated.
   */
  'activated'?: (boolean);
  /**
   * Number of nodes whose confirmed bundle is the one of this release.
   */
  'confirmedNodes'?: (number);
}

/**
 * Release is one release.
 */
export interface Release {
  /**
   * Its number.
   */
  'number': (number);
  /**
   * When it was made, Unix time in seconds.
   */
  'createdUnixS': (number);
  /**
   * Message of its commit.
   */
  'message': (string);
  /**
   * Author of its commit.
   */
  'author': (string);
  /**
   * Commit of the inventory that it was compiled from.
   */
  'inventoryCommit': (string);
  /**
   * Names of the nodes whose bundle it changed.
   */
  'changedNodes': (string)[];
  /**
   * Whether it was activated.
   */
  'activated': (boolean);
  /**
   * Number of nodes whose confirmed bundle is the one of this release.
   */
  'confirmedNodes': (number);
}
