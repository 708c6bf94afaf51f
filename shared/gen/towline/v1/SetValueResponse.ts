// Original file: proto/towline/v1/admin.proto


/**
 * SetValueResponse says what changed.
 */
export interface SetValueResponseInput {
  /**
   * File of the work tree that was written.
   */
  'file'?: (string);
  /**
   * Whether the file changed.
   */
  'changed'?: (boolean);
}

/**
 * SetValueResponse says what changed.
 */
export interface SetValueResponse {
  /**
   * File of the work tree that was written.
   */
  'file': (string);
  /**
   * Whether the file changed.
   */
  'changed': (boolean);
}
