// Original file: proto/towline/v1/agent.proto


/**
 * BirdQuestion is a command that shows something in BIRD.
 */
export interface BirdQuestionInput {
  /**
   * As in birdc, for example `show route for 10.1.0.0/16`. The node takes what
   * its own list admits.
   */
  'command'?: (string);
}

/**
 * BirdQuestion is a command that shows something in BIRD.
 */
export interface BirdQuestion {
  /**
   * As in birdc, for example `show route for 10.1.0.0/16`. The node takes what
   * its own list admits.
   */
  'command': (string);
}
