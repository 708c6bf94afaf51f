// Original file: proto/towline/v1/admin.proto


/**
 * RolloutException is what a wave could cut off.
 */
export interface RolloutExceptionInput {
  /**
   * The wave.
   */
  'wave'?: (number);
  /**
   * One line for people.
   */
  'text'?: (string);
}

/**
 * RolloutException is what a wave could cut off.
 */
export interface RolloutException {
  /**
   * The wave.
   */
  'wave': (number);
  /**
   * One line for people.
   */
  'text': (string);
}
