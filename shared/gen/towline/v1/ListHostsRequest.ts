// Original file: proto/towline/v1/admin.proto


/**
 * ListHostsRequest has no fields.
 */
export interface ListHostsRequestInput {
}

/**
 * ListHostsRequest has no fields.
 */
export interface ListHostsRequest {
}
