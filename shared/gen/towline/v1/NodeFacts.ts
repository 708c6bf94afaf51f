// Original file: proto/towline/v1/enrollment.proto


/**
 * NodeFacts says what a router runs on.
 */
export interface NodeFactsInput {
  /**
   * Version of the agent.
   */
  'agentVersion'?: (string);
  /**
   * Kernel release, as `uname -r` prints it.
   */
  'kernel'?: (string);
  /**
   * Machine architecture, as Node.js names it, for example `arm64`.
   */
  'architecture'?: (string);
  /**
   * Name of the hardware or operating system, for people.
   */
  'hardware'?: (string);
  /**
   * Version of BIRD, for example `2.0.12`; empty if it is not installed.
   */
  'birdVersion'?: (string);
}

/**
 * NodeFacts says what a router runs on.
 */
export interface NodeFacts {
  /**
   * Version of the agent.
   */
  'agentVersion': (string);
  /**
   * Kernel release, as `uname -r` prints it.
   */
  'kernel': (string);
  /**
   * Machine architecture, as Node.js names it, for example `arm64`.
   */
  'architecture': (string);
  /**
   * Name of the hardware or operating system, for people.
   */
  'hardware': (string);
  /**
   * Version of BIRD, for example `2.0.12`; empty if it is not installed.
   */
  'birdVersion': (string);
}
