// Original file: proto/towline/v1/admin.proto


/**
 * ActivateResponse says whom it concerns.
 */
export interface ActivateResponseInput {
  /**
   * The release.
   */
  'release'?: (number);
  /**
   * Names of the nodes that get another bundle.
   */
  'changedNodes'?: (string)[];
  /**
   * Names of the other nodes that were told again: the release was theirs
   * already, and they have not confirmed it.
   */
  'announcedNodes'?: (string)[];
  /**
   * Names of all nodes that were meant, sorted; none if every node was.
   */
  'chosenNodes'?: (string)[];
}

/**
 * ActivateResponse says whom it concerns.
 */
export interface ActivateResponse {
  /**
   * The release.
   */
  'release': (number);
  /**
   * Names of the nodes that get another bundle.
   */
  'changedNodes': (string)[];
  /**
   * Names of the other nodes that were told again: the release was theirs
   * already, and they have not confirmed it.
   */
  'announcedNodes': (string)[];
  /**
   * Names of all nodes that were meant, sorted; none if every node was.
   */
  'chosenNodes': (string)[];
}
