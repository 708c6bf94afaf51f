// Original file: proto/towline/v1/admin.proto


/**
 * CommitSummary says what was made.
 */
export interface CommitSummaryInput {
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
  /**
   * Whether there was anything to commit.
   */
  'committed'?: (boolean);
  /**
   * Newest commit of the inventory.
   */
  'inventoryCommit'?: (string);
}

/**
 * CommitSummary says what was made.
 */
export interface CommitSummary {
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
  /**
   * Whether there was anything to commit.
   */
  'committed': (boolean);
  /**
   * Newest commit of the inventory.
   */
  'inventoryCommit': (string);
}
