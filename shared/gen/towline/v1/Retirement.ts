// Original file: proto/towline/v1/signing.proto


/**
 * Retirement says which signing keys are no longer good.
 */
export interface RetirementInput {
  /**
   * Identifier of the network.
   */
  'networkId'?: (string);
  /**
   * Nothing that arrives and is signed by a key of a lower number is accepted.
   */
  'generation'?: (number);
}

/**
 * Retirement says which signing keys are no longer good.
 */
export interface Retirement {
  /**
   * Identifier of the network.
   */
  'networkId': (string);
  /**
   * Nothing that arrives and is signed by a key of a lower number is accepted.
   */
  'generation': (number);
}
