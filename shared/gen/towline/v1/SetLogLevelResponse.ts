// Original file: proto/towline/v1/admin.proto


/**
 * SetLogLevelResponse says what the level is now.
 */
export interface SetLogLevelResponseInput {
  /**
   * The level.
   */
  'level'?: (string);
  /**
   * Milliseconds until it goes back by itself; 0 if it does not.
   */
  'forMs'?: (number);
  /**
   * The level that it goes back to; empty if it does not.
   */
  'afterwards'?: (string);
}

/**
 * SetLogLevelResponse says what the level is now.
 */
export interface SetLogLevelResponse {
  /**
   * The level.
   */
  'level': (string);
  /**
   * Milliseconds until it goes back by itself; 0 if it does not.
   */
  'forMs': (number);
  /**
   * The level that it goes back to; empty if it does not.
   */
  'afterwards': (string);
}
