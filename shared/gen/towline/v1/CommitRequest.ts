// Original file: proto/towline/v1/admin.proto


/**
 * CommitRequest makes a release.
 */
export interface CommitRequestInput {
  /**
   * Message of the commit.
   */
  'message'?: (string);
  /**
   * `Name <address>` of the admin.
   */
  'author'?: (string);
}

/**
 * CommitRequest makes a release.
 */
export interface CommitRequest {
  /**
   * Message of the commit.
   */
  'message': (string);
  /**
   * `Name <address>` of the admin.
   */
  'author': (string);
}
