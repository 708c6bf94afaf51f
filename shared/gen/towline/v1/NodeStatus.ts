// Original file: proto/towline/v1/admin.proto

import type { NodeConditionInput as _towline_v1_NodeConditionInput, NodeCondition as _towline_v1_NodeCondition } from '../../towline/v1/NodeCondition.ts';
import type { ReportRequestInput as _towline_v1_ReportRequestInput, ReportRequest as _towline_v1_ReportRequest } from '../../towline/v1/ReportRequest.ts';
import type { LinkTrendInput as _towline_v1_LinkTrendInput, LinkTrend as _towline_v1_LinkTrend } from '../../towline/v1/LinkTrend.ts';

/**
 * NodeStatus is one node in the fleet's status.
 */
export interface NodeStatusInput {
  /**
   * Name of the node.
   */
  'nodeName'?: (string);
  /**
   * Name of its site.
   */
  'siteName'?: (string);
  /**
   * Summary.
   */
  'condition'?: (_towline_v1_NodeConditionInput);
  /**
   * Release of the bundle that the node should run; 0 if none.
   */
  'desiredRelease'?: (number);
  /**
   * Release of the bundle that the node last reported; 0 if none.
   */
  'runningRelease'?: (number);
  /**
   * Seconds since the node was last heard of; absent if it never was.
   */
  'heardAgeS'?: (number);
  /**
   * Whether the node's watch stream is open.
   */
  'connected'?: (boolean);
  /**
   * Address that its management tunnel comes from; empty if unknown.
   */
  'publicAddress'?: (string);
  /**
   * What the node last reported.
   */
  'report'?: (_towline_v1_ReportRequestInput | null);
  /**
   * Number of links that the desired release gives the node.
   */
  'linksDesired'?: (number);
  /**
   * Release of the bundle that the node proved to the controller last; 0 if
   * none. Unlike running_release it does not rest on what the node says of
   * itself: the controller signed a confirmation of it.
   */
  'confirmedRelease'?: (number);
  /**
   * Why the node may not switch to its desired release yet, because its links
   * change at both ends; empty if it may, or is about to.
   */
  'putOff'?: (string);
  /**
   * What its desired release takes back, and why; empty for any other release.
   */
  'takenBack'?: (string);
  /**
   * Groups of the node, sorted; empty while the inventory is not in order.
   */
  'groups'?: (string)[];
  /**
   * What the controller knows of its links beyond the report, one entry a link
   * of the report, in its order.
   */
  'linkTrends'?: (_towline_v1_LinkTrendInput)[];
  '_heardAgeS'?: "heardAgeS";
}

/**
 * NodeStatus is one node in the fleet's status.
 */
export interface NodeStatus {
  /**
   * Name of the node.
   */
  'nodeName': (string);
  /**
   * Name of its site.
   */
  'siteName': (string);
  /**
   * Summary.
   */
  'condition': (_towline_v1_NodeCondition);
  /**
   * Release of the bundle that the node should run; 0 if none.
   */
  'desiredRelease': (number);
  /**
   * Release of the bundle that the node last reported; 0 if none.
   */
  'runningRelease': (number);
  /**
   * Seconds since the node was last heard of; absent if it never was.
   */
  'heardAgeS'?: (number);
  /**
   * Whether the node's watch stream is open.
   */
  'connected': (boolean);
  /**
   * Address that its management tunnel comes from; empty if unknown.
   */
  'publicAddress': (string);
  /**
   * What the node last reported.
   */
  'report': (_towline_v1_ReportRequest | null);
  /**
   * Number of links that the desired release gives the node.
   */
  'linksDesired': (number);
  /**
   * Release of the bundle that the node proved to the controller last; 0 if
   * none. Unlike running_release it does not rest on what the node says of
   * itself: the controller signed a confirmation of it.
   */
  'confirmedRelease': (number);
  /**
   * Why the node may not switch to its desired release yet, because its links
   * change at both ends; empty if it may, or is about to.
   */
  'putOff': (string);
  /**
   * What its desired release takes back, and why; empty for any other release.
   */
  'takenBack': (string);
  /**
   * Groups of the node, sorted; empty while the inventory is not in order.
   */
  'groups': (string)[];
  /**
   * What the controller knows of its links beyond the report, one entry a link
   * of the report, in its order.
   */
  'linkTrends': (_towline_v1_LinkTrend)[];
  '_heardAgeS'?: "heardAgeS";
}
