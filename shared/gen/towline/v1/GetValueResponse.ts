// Original file: proto/towline/v1/admin.proto

import type { ValueInput as _towline_v1_ValueInput, Value as _towline_v1_Value } from '../../towline/v1/Value.ts';

/**
 * GetValueResponse lists the values at or below the key.
 */
export interface GetValueResponseInput {
  /**
   * The values, sorted by key.
   */
  'values'?: (_towline_v1_ValueInput)[];
}

/**
 * GetValueResponse lists the values at or below the key.
 */
export interface GetValueResponse {
  /**
   * The values, sorted by key.
   */
  'values': (_towline_v1_Value)[];
}
