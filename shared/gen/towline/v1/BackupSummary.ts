// Original file: proto/towline/v1/admin.proto

import type { Long } from '@grpc/proto-loader';

/**
 * BackupSummary says what is in a backup.
 */
export interface BackupSummaryInput {
  /**
   * Name of the network.
   */
  'networkName'?: (string);
  /**
   * Identifier of the network.
   */
  'networkId'?: (string);
  /**
   * Epoch of the network.
   */
  'epoch'?: (number);
  /**
   * The newest release; 0 if there is none.
   */
  'release'?: (number);
  /**
   * Number of enrolled nodes.
   */
  'nodeCount'?: (number);
  /**
   * When it was made, in milliseconds since 1970-01-01 UTC.
   */
  'createdMs'?: (number | string | Long);
  /**
   * End of the audit log.
   */
  'eventsHead'?: (string);
  /**
   * Keys that are kept elsewhere and are not in it, in words.
   */
  'lacks'?: (string)[];
}

/**
 * BackupSummary says what is in a backup.
 */
export interface BackupSummary {
  /**
   * Name of the network.
   */
  'networkName': (string);
  /**
   * Identifier of the network.
   */
  'networkId': (string);
  /**
   * Epoch of the network.
   */
  'epoch': (number);
  /**
   * The newest release; 0 if there is none.
   */
  'release': (number);
  /**
   * Number of enrolled nodes.
   */
  'nodeCount': (number);
  /**
   * When it was made, in milliseconds since 1970-01-01 UTC.
   */
  'createdMs': (number);
  /**
   * End of the audit log.
   */
  'eventsHead': (string);
  /**
   * Keys that are kept elsewhere and are not in it, in words.
   */
  'lacks': (string)[];
}
