// Original file: proto/towline/v1/admin.proto


/**
 * BeginAgentUpgradeRequest says which agent, and for whom.
 */
export interface BeginAgentUpgradeRequestInput {
  /**
   * The agent's file; empty if it is kept here already.
   */
  'content'?: (Buffer | Uint8Array | string);
  /**
   * Version of one that is kept here, or the first digits of its SHA-256 in
   * hexadecimal; ignored where there is content.
   */
  'version'?: (string);
  /**
   * Only these nodes; with neither list, every node.
   */
  'nodes'?: (string)[];
  /**
   * Only the nodes of these sites.
   */
  'sites'?: (string)[];
  /**
   * Nodes at most that are on their way at once; 0 for one.
   */
  'atOnce'?: (number);
  /**
   * Time in seconds that each has to prove the agent; 0 for 120.
   */
  'windowS'?: (number);
}

/**
 * BeginAgentUpgradeRequest says which agent, and for whom.
 */
export interface BeginAgentUpgradeRequest {
  /**
   * The agent's file; empty if it is kept here already.
   */
  'content': (Buffer);
  /**
   * Version of one that is kept here, or the first digits of its SHA-256 in
   * hexadecimal; ignored where there is content.
   */
  'version': (string);
  /**
   * Only these nodes; with neither list, every node.
   */
  'nodes': (string)[];
  /**
   * Only the nodes of these sites.
   */
  'sites': (string)[];
  /**
   * Nodes at most that are on their way at once; 0 for one.
   */
  'atOnce': (number);
  /**
   * Time in seconds that each has to prove the agent; 0 for 120.
   */
  'windowS': (number);
}
