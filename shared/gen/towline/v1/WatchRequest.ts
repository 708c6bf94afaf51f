// Original file: proto/towline/v1/agent.proto


/**
 * WatchRequest opens the watch.
 */
export interface WatchRequestInput {
  /**
   * Version of the agent.
   */
  'agentVersion'?: (string);
  /**
   * Whether the node answers questions.
   */
  'answersQuestions'?: (boolean);
}

/**
 * WatchRequest opens the watch.
 */
export interface WatchRequest {
  /**
   * Version of the agent.
   */
  'agentVersion': (string);
  /**
   * Whether the node answers questions.
   */
  'answersQuestions': (boolean);
}
