// Original file: proto/towline/v1/admin.proto


/**
 * AbortTunnelMoveRequest has no fields.
 */
export interface AbortTunnelMoveRequestInput {
}

/**
 * AbortTunnelMoveRequest has no fields.
 */
export interface AbortTunnelMoveRequest {
}
