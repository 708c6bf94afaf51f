// Original file: proto/towline/v1/admin.proto


/**
 * WhyFinding is something that is wrong.
 */
export interface WhyFindingInput {
  /**
   * Kind of the cause, for example `udp-blocked`; docs/why.md lists them.
   */
  'cause'?: (string);
  /**
   * What it is about: a node, or a link as `a--b`.
   */
  'about'?: (string);
  /**
   * What is wrong, in words.
   */
  'text'?: (string);
  /**
   * `certain`, `likely` or `possible`.
   */
  'certainty'?: (string);
  /**
   * What speaks for it, a line each.
   */
  'evidence'?: (string)[];
  /**
   * What to do about it, a line each; commands among them.
   */
  'whatToDo'?: (string)[];
}

/**
 * WhyFinding is something that is wrong.
 */
export interface WhyFinding {
  /**
   * Kind of the cause, for example `udp-blocked`; docs/why.md lists them.
   */
  'cause': (string);
  /**
   * What it is about: a node, or a link as `a--b`.
   */
  'about': (string);
  /**
   * What is wrong, in words.
   */
  'text': (string);
  /**
   * `certain`, `likely` or `possible`.
   */
  'certainty': (string);
  /**
   * What speaks for it, a line each.
   */
  'evidence': (string)[];
  /**
   * What to do about it, a line each; commands among them.
   */
  'whatToDo': (string)[];
}
