// Original file: proto/towline/v1/admin.proto

import type { NodeStatusInput as _towline_v1_NodeStatusInput, NodeStatus as _towline_v1_NodeStatus } from '../../towline/v1/NodeStatus.ts';
import type { CloneAlarmInput as _towline_v1_CloneAlarmInput, CloneAlarm as _towline_v1_CloneAlarm } from '../../towline/v1/CloneAlarm.ts';
import type { NetworkPlanInput as _towline_v1_NetworkPlanInput, NetworkPlan as _towline_v1_NetworkPlan } from '../../towline/v1/NetworkPlan.ts';
import type { RolloutInput as _towline_v1_RolloutInput, Rollout as _towline_v1_Rollout } from '../../towline/v1/Rollout.ts';

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
  /**
   * Second routers with the identity of a node, newest first.
   */
  'clones'?: (_towline_v1_CloneAlarmInput)[];
  /**
   * What the inventory plans, if it was asked for; absent while the inventory is
   * not in order.
   */
  'plan'?: (_towline_v1_NetworkPlanInput | null);
  /**
   * The rollout that is under way or waits for an admin, without its nodes;
   * absent if there is none.
   */
  'rollout'?: (_towline_v1_RolloutInput | null);
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
  /**
   * Second routers with the identity of a node, newest first.
   */
  'clones': (_towline_v1_CloneAlarm)[];
  /**
   * What the inventory plans, if it was asked for; absent while the inventory is
   * not in order.
   */
  'plan': (_towline_v1_NetworkPlan | null);
  /**
   * The rollout that is under way or waits for an admin, without its nodes;
   * absent if there is none.
   */
  'rollout': (_towline_v1_Rollout | null);
}
