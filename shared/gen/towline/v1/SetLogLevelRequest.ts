// Original file: proto/towline/v1/admin.proto


/**
 * SetLogLevelRequest names a level.
 */
export interface SetLogLevelRequestInput {
  /**
   * debug, info, warn, error or silent; empty to leave it.
   */
  'level'?: (string);
  /**
   * Milliseconds after which the level goes back by itself; 0 if it does not.
   */
  'forMs'?: (number);
}

/**
 * SetLogLevelRequest names a level.
 */
export interface SetLogLevelRequest {
  /**
   * debug, info, warn, error or silent; empty to leave it.
   */
  'level': (string);
  /**
   * Milliseconds after which the level goes back by itself; 0 if it does not.
   */
  'forMs': (number);
}
