// Original file: proto/towline/v1/agent.proto


/**
 * ReportResponse has no fields.
 */
export interface ReportResponseInput {
}

/**
 * ReportResponse has no fields.
 */
export interface ReportResponse {
}
