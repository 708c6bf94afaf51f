// Original file: proto/towline/v1/admin.proto

import type { NodeStatusInput as _towline_v1_NodeStatusInput, NodeStatus as _towline_v1_NodeStatus } from '../../towline/v1/NodeStatus.ts';

/**
 * GetStatusResponse describes the fleet.
 */
export interface GetStatusResponseInput {
  /**
   * Identifier of the network.
   */
  'networkId'?: (string);
  /**
   * Name of the network.
   */
  'networkName'?: (string);
  /**
   * Newest release; 0 if there is none.
   */
  'newestRelease'?: (number);
  /**
   * Newest release that was activated; 0 if none was.
   */
  'activeRelease'?: (number);
  /**
   * The nodes, worst first, then by name.
   */
  'nodes'?: (_towline_v1_NodeStatusInput)[];
  /**
   * Number of routers that wait for approval.
   */
  'pendingEnrollments'?: (number);
  /**
   * What a router needs to ask to join: `towline://host:port#<key hash>`.
   */
  'joinString'?: (string);
}

/**
 * GetStatusResponse describes the fleet.
 */
export interface GetStatusResponse {
  /**
   * Identifier of the network.
   */
  'networkId': (string);
  /**
   * Name of the network.
   */
  'networkName': (string);
  /**
   * Newest release; 0 if there is none.
   */
  'newestRelease': (number);
  /**
   * Newest release that was activated; 0 if none was.
   */
  'activeRelease': (number);
  /**
   * The nodes, worst first, then by name.
   */
  'nodes': (_towline_v1_NodeStatus)[];
  /**
   * Number of routers that wait for approval.
   */
  'pendingEnrollments': (number);
  /**
   * What a router needs to ask to join: `towline://host:port#<key hash>`.
   */
  'joinString': (string);
}
