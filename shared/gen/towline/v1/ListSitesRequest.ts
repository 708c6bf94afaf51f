// Original file: proto/towline/v1/admin.proto


/**
 * ListSitesRequest has no fields.
 */
export interface ListSitesRequestInput {
}

/**
 * ListSitesRequest has no fields.
 */
export interface ListSitesRequest {
}
