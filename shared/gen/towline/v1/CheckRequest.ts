// Original file: proto/towline/v1/admin.proto


/**
 * CheckRequest has no fields.
 */
export interface CheckRequestInput {
}

/**
 * CheckRequest has no fields.
 */
export interface CheckRequest {
}
