// Original file: proto/towline/v1/agent.proto


/**
 * GetChallengeRequest has no fields.
 */
export interface GetChallengeRequestInput {
}

/**
 * GetChallengeRequest has no fields.
 */
export interface GetChallengeRequest {
}
