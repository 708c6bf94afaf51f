// Original file: proto/towline/v1/admin.proto


/**
 * GetAgentUpgradeRequest names an upgrade.
 */
export interface GetAgentUpgradeRequestInput {
  /**
   * Number of the upgrade; 0 for the last one.
   */
  'number'?: (number);
}

/**
 * GetAgentUpgradeRequest names an upgrade.
 */
export interface GetAgentUpgradeRequest {
  /**
   * Number of the upgrade; 0 for the last one.
   */
  'number': (number);
}
