// Original file: proto/towline/v1/agent.proto


/**
 * GetChallengeResponse carries a challenge.
 */
export interface GetChallengeResponseInput {
  /**
   * Random bytes (32), good for one call within 60 seconds.
   */
  'challenge'?: (Buffer | Uint8Array | string);
}

/**
 * GetChallengeResponse carries a challenge.
 */
export interface GetChallengeResponse {
  /**
   * Random bytes (32), good for one call within 60 seconds.
   */
  'challenge': (Buffer);
}
