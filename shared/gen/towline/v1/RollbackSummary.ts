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
}
