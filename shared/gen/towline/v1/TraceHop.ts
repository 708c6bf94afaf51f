// Original file: proto/towline/v1/admin.proto


/**
 * TraceHop is one router on the way.
 */
export interface TraceHopInput {
  /**
   * Its place, from 1 on.
   */
  'number'?: (number);
  /**
   * Address that it answered from; empty if it did not.
   */
  'address'?: (string);
  /**
   * Name of the node that has the address; empty for any other.
   */
  'nodeName'?: (string);
  /**
   * Round trip in milliseconds; only the end of the way says it.
   */
  'rttMs'?: (number | string);
  /**
   * Why packets go no further from here; empty if they do.
   */
  'refusal'?: (string);
  '_rttMs'?: "rttMs";
}

/**
 * TraceHop is one router on the way.
 */
export interface TraceHop {
  /**
   * Its place, from 1 on.
   */
  'number': (number);
  /**
   * Address that it answered from; empty if it did not.
   */
  'address': (string);
  /**
   * Name of the node that has the address; empty for any other.
   */
  'nodeName': (string);
  /**
   * Round trip in milliseconds; only the end of the way says it.
   */
  'rttMs'?: (number);
  /**
   * Why packets go no further from here; empty if they do.
   */
  'refusal': (string);
  '_rttMs'?: "rttMs";
}
