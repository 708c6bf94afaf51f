// Original file: proto/towline/v1/admin.proto


/**
 * ListAgentVersionsRequest has no fields.
 */
export interface ListAgentVersionsRequestInput {
}

/**
 * ListAgentVersionsRequest has no fields.
 */
export interface ListAgentVersionsRequest {
}
