// Original file: proto/towline/v1/admin.proto


/**
 * CommitResponse says what was made.
 */
export interface CommitResponseInput {
  /**
   * The new release; 0 if nothing changed.
   */
  'release'?: (number);
  /**
   * Names of the nodes whose bundle changed.
   */
  'changedNodes'?: (string)[];
  /**
   * Things worth knowing that are no errors.
   */
  'warnings'?: (string)[];
}

/**
 * CommitResponse says what was made.
 */
export interface CommitResponse {
  /**
   * The new release; 0 if nothing changed.
   */
  'release': (number);
  /**
   * Names of the nodes whose bundle changed.
   */
  'changedNodes': (string)[];
  /**
   * Things worth knowing that are no errors.
   */
  'warnings': (string)[];
}
