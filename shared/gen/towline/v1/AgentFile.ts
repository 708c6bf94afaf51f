// Original file: proto/towline/v1/admin.proto

import type { Long } from '@grpc/proto-loader';

/**
 * AgentFile is an agent that is kept at the controller.
 */
export interface AgentFileInput {
  /**
   * Version that it says of itself.
   */
  'version'?: (string);
  /**
   * SHA-256 (32 bytes) of its file.
   */
  'sha256'?: (Buffer | Uint8Array | string);
  /**
   * Length of the file in bytes.
   */
  'length'?: (number);
  /**
   * Least version of Node.js that it runs on.
   */
  'leastNode'?: (string);
  /**
   * When it came here, in milliseconds since 1970-01-01 UTC.
   */
  'addedMs'?: (number | string | Long);
}

/**
 * AgentFile is an agent that is kept at the controller.
 */
export interface AgentFile {
  /**
   * Version that it says of itself.
   */
  'version': (string);
  /**
   * SHA-256 (32 bytes) of its file.
   */
  'sha256': (Buffer);
  /**
   * Length of the file in bytes.
   */
  'length': (number);
  /**
   * Least version of Node.js that it runs on.
   */
  'leastNode': (string);
  /**
   * When it came here, in milliseconds since 1970-01-01 UTC.
   */
  'addedMs': (number);
}
