// Original file: proto/towline/v1/admin.proto


/**
 * RollbackRequest names the release to go back to.
 */
export interface RollbackRequestInput {
  /**
   * The release; 0 for the one before the newest.
   */
  'release'?: (number);
  /**
   * `Name <address>` of the admin.
   */
  'author'?: (string);
  /**
   * Whether only to say what it would do.
   */
  'dryRun'?: (boolean);
  /**
   * The newest release when its plan was looked at; if another was made since,
   * nothing is done. 0 for any.
   */
  'expectedNewest'?: (number);
}

/**
 * RollbackRequest names the release to go back to.
 */
export interface RollbackRequest {
  /**
   * The release; 0 for the one before the newest.
   */
  'release': (number);
  /**
   * `Name <address>` of the admin.
   */
  'author': (string);
  /**
   * Whether only to say what it would do.
   */
  'dryRun': (boolean);
  /**
   * The newest release when its plan was looked at; if another was made since,
   * nothing is done. 0 for any.
   */
  'expectedNewest': (number);
}
