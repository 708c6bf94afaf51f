// Original file: proto/towline/v1/admin.proto


/**
 * RollbackSummary says what was made.
 */
export interface RollbackSummaryInput {
  /**
   * The new release; 0 if nothing differs or it was a dry run.
   */
  'release'?: (number);
  /**
   * Number of nodes whose bundle changes.
   */
  'changedNodes'?: (number);
  /**
   * Things worth knowing that are no errors.
   */
  'warnings'?: (string)[];
  /**
   * Newest release that was activated everywhere before it; 0 if none was.
   */
  'activeRelease'?: (number);
  /**
   * The release to go back to.
   */
  'targetRelease'?: (number);
  /**
   * Message of its commit.
   */
  'targetMessage'?: (string);
  /**
   * Release that it is compared with: the newest before it.
   */
  'baseRelease'?: (number);
}

/**
 * RollbackSummary says what was made.
 */
export interface RollbackSummary {
  /**
   * The new release; 0 if nothing differs or it was a dry run.
   */
  'release': (number);
  /**
   * Number of nodes whose bundle changes.
   */
  'changedNodes': (number);
  /**
   * Things worth knowing that are no errors.
   */
  'warnings': (string)[];
  /**
   * Newest release that was activated everywhere before it; 0 if none was.
   */
  'activeRelease': (number);
  /**
   * The release to go back to.
   */
  'targetRelease': (number);
  /**
   * Message of its commit.
   */
  'targetMessage': (string);
  /**
   * Release that it is compared with: the newest before it.
   */
  'baseRelease': (number);
}
