// Original file: proto/towline/v1/admin.proto


/**
 * ResumeRolloutRequest has no fields.
 */
export interface ResumeRolloutRequestInput {
}

/**
 * ResumeRolloutRequest has no fields.
 */
export interface ResumeRolloutRequest {
}
