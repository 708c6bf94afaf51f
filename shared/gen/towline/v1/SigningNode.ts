// Original file: proto/towline/v1/admin.proto


/**
 * SigningNode says which signing key a node trusts.
 */
export interface SigningNodeInput {
  /**
   * Name of the node.
   */
  'nodeName'?: (string);
  /**
   * Number of the key; absent if the node has not reported yet.
   */
  'generation'?: (number);
  /**
   * Seconds since its last report; absent if there was none.
   */
  'heardAgeS'?: (number);
  '_generation'?: "generation";
  '_heardAgeS'?: "heardAgeS";
}

/**
 * SigningNode says which signing key a node trusts.
 */
export interface SigningNode {
  /**
   * Name of the node.
   */
  'nodeName': (string);
  /**
   * Number of the key; absent if the node has not reported yet.
   */
  'generation'?: (number);
  /**
   * Seconds since its last report; absent if there was none.
   */
  'heardAgeS'?: (number);
  '_generation'?: "generation";
  '_heardAgeS'?: "heardAgeS";
}
