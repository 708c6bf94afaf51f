// Original file: proto/towline/v1/agent.proto


/**
 * ReportAddressesResponse has no fields.
 */
export interface ReportAddressesResponseInput {
}

/**
 * ReportAddressesResponse has no fields.
 */
export interface ReportAddressesResponse {
}
