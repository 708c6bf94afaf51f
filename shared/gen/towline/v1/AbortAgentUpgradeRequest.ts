// Original file: proto/towline/v1/admin.proto


/**
 * AbortAgentUpgradeRequest ends the upgrade that is under way.
 */
export interface AbortAgentUpgradeRequestInput {
}

/**
 * AbortAgentUpgradeRequest ends the upgrade that is under way.
 */
export interface AbortAgentUpgradeRequest {
}
