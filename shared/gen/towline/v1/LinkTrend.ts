// Original file: proto/towline/v1/admin.proto


/**
 * LinkTrend is what successive reports of a node say of a link.
 */
export interface LinkTrendInput {
  /**
   * Name of the node at the other end.
   */
  'peer'?: (string);
  /**
   * Whether BGP is established, and BFD up where it is in use.
   */
  'up'?: (boolean);
  /**
   * Seconds since that became so; absent if it was so before the controller
   * began to note it.
   */
  'sinceAgeS'?: (number);
  /**
   * Bytes a second received between the last two reports; absent before the
   * second one.
   */
  'receivedPerS'?: (number | string);
  /**
   * Bytes a second sent between the last two reports; absent before the second
   * one.
   */
  'sentPerS'?: (number | string);
  '_sinceAgeS'?: "sinceAgeS";
  '_receivedPerS'?: "receivedPerS";
  '_sentPerS'?: "sentPerS";
}

/**
 * LinkTrend is what successive reports of a node say of a link.
 */
export interface LinkTrend {
  /**
   * Name of the node at the other end.
   */
  'peer': (string);
  /**
   * Whether BGP is established, and BFD up where it is in use.
   */
  'up': (boolean);
  /**
   * Seconds since that became so; absent if it was so before the controller
   * began to note it.
   */
  'sinceAgeS'?: (number);
  /**
   * Bytes a second received between the last two reports; absent before the
   * second one.
   */
  'receivedPerS'?: (number);
  /**
   * Bytes a second sent between the last two reports; absent before the second
   * one.
   */
  'sentPerS'?: (number);
  '_sinceAgeS'?: "sinceAgeS";
  '_receivedPerS'?: "receivedPerS";
  '_sentPerS'?: "sentPerS";
}
