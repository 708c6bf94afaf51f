// Original file: proto/towline/v1/admin.proto


/**
 * ListPendingRequest has no fields.
 */
export interface ListPendingRequestInput {
}

/**
 * ListPendingRequest has no fields.
 */
export interface ListPendingRequest {
}
