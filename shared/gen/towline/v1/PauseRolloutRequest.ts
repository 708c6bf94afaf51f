// Original file: proto/towline/v1/admin.proto


/**
 * PauseRolloutRequest has no fields.
 */
export interface PauseRolloutRequestInput {
}

/**
 * PauseRolloutRequest has no fields.
 */
export interface PauseRolloutRequest {
}
