// Original file: proto/towline/v1/admin.proto


/**
 * GetTunnelRequest has no fields.
 */
export interface GetTunnelRequestInput {
}

/**
 * GetTunnelRequest has no fields.
 */
export interface GetTunnelRequest {
}
