// Original file: proto/towline/v1/admin.proto


/**
 * GetStatusRequest asks how the fleet is.
 */
export interface GetStatusRequestInput {
  /**
   * Whether the answer is to say which links the inventory plans.
   */
  'withPlan'?: (boolean);
}

/**
 * GetStatusRequest asks how the fleet is.
 */
export interface GetStatusRequest {
  /**
   * Whether the answer is to say which links the inventory plans.
   */
  'withPlan': (boolean);
}
