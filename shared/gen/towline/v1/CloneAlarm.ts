// Original file: proto/towline/v1/admin.proto


/**
 * CloneAlarm says that a router asked to join with the identity of another one,
 * and was refused.
 */
export interface CloneAlarmInput {
  /**
   * Name of the node whose identity it has.
   */
  'nodeName'?: (string);
  /**
   * Address that it came from last.
   */
  'address'?: (string);
  /**
   * Host name that it gave last.
   */
  'hostName'?: (string);
  /**
   * How often it asked.
   */
  'count'?: (number);
  /**
   * Seconds since it asked last.
   */
  'ageS'?: (number);
}

/**
 * CloneAlarm says that a router asked to join with the identity of another one,
 * and was refused.
 */
export interface CloneAlarm {
  /**
   * Name of the node whose identity it has.
   */
  'nodeName': (string);
  /**
   * Address that it came from last.
   */
  'address': (string);
  /**
   * Host name that it gave last.
   */
  'hostName': (string);
  /**
   * How often it asked.
   */
  'count': (number);
  /**
   * Seconds since it asked last.
   */
  'ageS': (number);
}
