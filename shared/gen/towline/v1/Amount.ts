// Original file: proto/towline/v1/admin.proto


/**
 * Amount is a number of nodes, or a part of those that change.
 */
export interface AmountInput {
  /**
   * The number, or the part in per cent.
   */
  'value'?: (number);
  /**
   * Whether it is a part.
   */
  'isPercent'?: (boolean);
}

/**
 * Amount is a number of nodes, or a part of those that change.
 */
export interface Amount {
  /**
   * The number, or the part in per cent.
   */
  'value': (number);
  /**
   * Whether it is a part.
   */
  'isPercent': (boolean);
}
