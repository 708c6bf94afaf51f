// Original file: proto/towline/v1/admin.proto

import type { HostInput as _towline_v1_HostInput, Host as _towline_v1_Host } from '../../towline/v1/Host.ts';

/**
 * ListHostsResponse lists hosts.
 */
export interface ListHostsResponseInput {
  /**
   * Nodes that are enrolled, sorted by site and name.
   */
  'hosts'?: (_towline_v1_HostInput)[];
}

/**
 * ListHostsResponse lists hosts.
 */
export interface ListHostsResponse {
  /**
   * Nodes that are enrolled, sorted by site and name.
   */
  'hosts': (_towline_v1_Host)[];
}
