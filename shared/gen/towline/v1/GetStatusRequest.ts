// Original file: proto/towline/v1/admin.proto


/**
 * GetStatusRequest has no fields.
 */
export interface GetStatusRequestInput {
}

/**
 * GetStatusRequest has no fields.
 */
export interface GetStatusRequest {
}
