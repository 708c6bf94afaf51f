// Original file: proto/towline/v1/agent.proto


/**
 * FileContent is the content of one file.
 */
export interface FileContentInput {
  /**
   * SHA-256 (32 bytes) of `content`.
   */
  'sha256'?: (Buffer | Uint8Array | string);
  /**
   * The content.
   */
  'content'?: (Buffer | Uint8Array | string);
}

/**
 * FileContent is the content of one file.
 */
export interface FileContent {
  /**
   * SHA-256 (32 bytes) of `content`.
   */
  'sha256': (Buffer);
  /**
   * The content.
   */
  'content': (Buffer);
}
