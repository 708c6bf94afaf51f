// Original file: proto/towline/v1/agent.proto


/**
 * ExamineQuestion asks what a node knows of itself and of a link.
 */
export interface ExamineQuestionInput {
  /**
   * Name of the node at the other end of the link; empty for the node itself
   * and all its links.
   */
  'peer'?: (string);
  /**
   * IPv4 address to which the way is wanted; empty for none.
   */
  'routeTo'?: (string);
}

/**
 * ExamineQuestion asks what a node knows of itself and of a link.
 */
export interface ExamineQuestion {
  /**
   * Name of the node at the other end of the link; empty for the node itself
   * and all its links.
   */
  'peer': (string);
  /**
   * IPv4 address to which the way is wanted; empty for none.
   */
  'routeTo': (string);
}
