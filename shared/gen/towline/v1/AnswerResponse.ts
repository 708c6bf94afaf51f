// Original file: proto/towline/v1/agent.proto


/**
 * AnswerResponse has no fields.
 */
export interface AnswerResponseInput {
}

/**
 * AnswerResponse has no fields.
 */
export interface AnswerResponse {
}
