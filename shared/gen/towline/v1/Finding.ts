// Original file: proto/towline/v1/admin.proto


/**
 * Finding is something about the network as a whole that an admin should know.
 */
export interface FindingInput {
  /**
   * What kind: `disconnected`, `single_point_node`, `single_point_link`,
   * `no_second_path`, `large_mesh`, `bird`, `warning`.
   */
  'kind'?: (string);
  /**
   * The nodes that it is about, sorted.
   */
  'nodes'?: (string)[];
  /**
   * One line for people.
   */
  'text'?: (string);
}

/**
 * Finding is something about the network as a whole that an admin should know.
 */
export interface Finding {
  /**
   * What kind: `disconnected`, `single_point_node`, `single_point_link`,
   * `no_second_path`, `large_mesh`, `bird`, `warning`.
   */
  'kind': (string);
  /**
   * The nodes that it is about, sorted.
   */
  'nodes': (string)[];
  /**
   * One line for people.
   */
  'text': (string);
}
