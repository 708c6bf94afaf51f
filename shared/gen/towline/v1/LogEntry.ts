// Original file: proto/towline/v1/admin.proto

import type { Long } from '@grpc/proto-loader';

/**
 * LogEntry is one commit of the inventory.
 */
export interface LogEntryInput {
  /**
   * The commit.
   */
  'commit'?: (string);
  /**
   * When it was made, Unix time in seconds.
   */
  'timeUnixS'?: (number | string | Long);
  /**
   * `Name <address>` of its author.
   */
  'author'?: (string);
  /**
   * First line of its message.
   */
  'subject'?: (string);
  /**
   * The release made of it; 0 if none was.
   */
  'release'?: (number);
  /**
   * When that release was activated, Unix time in seconds; 0 if it was not.
   */
  'activatedUnixS'?: (number | string | Long);
}

/**
 * LogEntry is one commit of the inventory.
 */
export interface LogEntry {
  /**
   * The commit.
   */
  'commit': (string);
  /**
   * When it was made, Unix time in seconds.
   */
  'timeUnixS': (number);
  /**
   * `Name <address>` of its author.
   */
  'author': (string);
  /**
   * First line of its message.
   */
  'subject': (string);
  /**
   * The release made of it; 0 if none was.
   */
  'release': (number);
  /**
   * When that release was activated, Unix time in seconds; 0 if it was not.
   */
  'activatedUnixS': (number);
}
