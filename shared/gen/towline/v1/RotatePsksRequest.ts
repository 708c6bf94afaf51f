// Original file: proto/towline/v1/admin.proto


/**
 * RotatePsksRequest chooses links; exactly one of its ways.
 */
export interface RotatePsksRequestInput {
  /**
   * The two ends of one link, or one node for all of its links.
   */
  'nodes'?: (string)[];
  /**
   * All links of the network.
   */
  'all'?: (boolean);
  /**
   * Make no release of it: the next commit has it.
   */
  'later'?: (boolean);
}

/**
 * RotatePsksRequest chooses links; exactly one of its ways.
 */
export interface RotatePsksRequest {
  /**
   * The two ends of one link, or one node for all of its links.
   */
  'nodes': (string)[];
  /**
   * All links of the network.
   */
  'all': (boolean);
  /**
   * Make no release of it: the next commit has it.
   */
  'later': (boolean);
}
