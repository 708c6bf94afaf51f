// Original file: proto/towline/v1/admin.proto


/**
 * Progress says how far a long call is.
 */
export interface ProgressInput {
  /**
   * What is being done, for example `rendering`.
   */
  'step'?: (string);
  /**
   * How many of `total`.
   */
  'done'?: (number);
  /**
   * How many in all; 0 if not known.
   */
  'total'?: (number);
}

/**
 * Progress says how far a long call is.
 */
export interface Progress {
  /**
   * What is being done, for example `rendering`.
   */
  'step': (string);
  /**
   * How many of `total`.
   */
  'done': (number);
  /**
   * How many in all; 0 if not known.
   */
  'total': (number);
}
