// Original file: proto/towline/v1/agent.proto


/**
 * Spread says over which time the nodes of the network come back after they all
 * lost the controller at one moment.
 */
export interface SpreadInput {
  /**
   * Seconds: a node waits for a random part of them before it calls again.
   */
  'seconds'?: (number);
}

/**
 * Spread says over which time the nodes of the network come back after they all
 * lost the controller at one moment.
 */
export interface Spread {
  /**
   * Seconds: a node waits for a random part of them before it calls again.
   */
  'seconds': (number);
}
