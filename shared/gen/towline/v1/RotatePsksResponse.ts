// Original file: proto/towline/v1/admin.proto


/**
 * RotatePsksResponse says which links get another key.
 */
export interface RotatePsksResponseInput {
  /**
   * Links that get one, `<node>--<node>`, sorted.
   */
  'links'?: (string)[];
  /**
   * Links that were left alone, since an end is offline, sorted.
   */
  'putOff'?: (string)[];
  /**
   * The release that was made and activated; 0 for none.
   */
  'release'?: (number);
}

/**
 * RotatePsksResponse says which links get another key.
 */
export interface RotatePsksResponse {
  /**
   * Links that get one, `<node>--<node>`, sorted.
   */
  'links': (string)[];
  /**
   * Links that were left alone, since an end is offline, sorted.
   */
  'putOff': (string)[];
  /**
   * The release that was made and activated; 0 for none.
   */
  'release': (number);
}
