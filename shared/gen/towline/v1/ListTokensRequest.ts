// Original file: proto/towline/v1/admin.proto


/**
 * ListTokensRequest has no fields.
 */
export interface ListTokensRequestInput {
}

/**
 * ListTokensRequest has no fields.
 */
export interface ListTokensRequest {
}
