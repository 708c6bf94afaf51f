// Original file: proto/towline/v1/admin.proto


/**
 * AgentOfNode is the agent that a node runs.
 */
export interface AgentOfNodeInput {
  /**
   * Name of the node.
   */
  'nodeName'?: (string);
  /**
   * Version as the node reports it; empty if it never did.
   */
  'version'?: (string);
  /**
   * Whether the node is in contact.
   */
  'connected'?: (boolean);
  /**
   * Why it cannot become another agent by an upgrade; empty if it can, or is not
   * in contact.
   */
  'obstacle'?: (string);
}

/**
 * AgentOfNode is the agent that a node runs.
 */
export interface AgentOfNode {
  /**
   * Name of the node.
   */
  'nodeName': (string);
  /**
   * Version as the node reports it; empty if it never did.
   */
  'version': (string);
  /**
   * Whether the node is in contact.
   */
  'connected': (boolean);
  /**
   * Why it cannot become another agent by an upgrade; empty if it can, or is not
   * in contact.
   */
  'obstacle': (string);
}
