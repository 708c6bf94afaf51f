// Original file: proto/towline/v1/admin.proto

import type { ChangeKindInput as _towline_v1_ChangeKindInput, ChangeKind as _towline_v1_ChangeKind } from '../../towline/v1/ChangeKind.ts';
import type { FileChangeInput as _towline_v1_FileChangeInput, FileChange as _towline_v1_FileChange } from '../../towline/v1/FileChange.ts';
import type { ImpactInput as _towline_v1_ImpactInput, Impact as _towline_v1_Impact } from '../../towline/v1/Impact.ts';

/**
 * NodeChange is one node whose bundle differs.
 */
export interface NodeChangeInput {
  /**
   * Name of the node.
   */
  'nodeName'?: (string);
  /**
   * Kind of change.
   */
  'kind'?: (_towline_v1_ChangeKindInput);
  /**
   * The files that differ, sorted by path.
   */
  'files'?: (_towline_v1_FileChangeInput)[];
  /**
   * Secrets that are new or have a new version, by name.
   */
  'secrets'?: (string)[];
  /**
   * What it does to the router, the worst first.
   */
  'impacts'?: (_towline_v1_ImpactInput)[];
}

/**
 * NodeChange is one node whose bundle differs.
 */
export interface NodeChange {
  /**
   * Name of the node.
   */
  'nodeName': (string);
  /**
   * Kind of change.
   */
  'kind': (_towline_v1_ChangeKind);
  /**
   * The files that differ, sorted by path.
   */
  'files': (_towline_v1_FileChange)[];
  /**
   * Secrets that are new or have a new version, by name.
   */
  'secrets': (string)[];
  /**
   * What it does to the router, the worst first.
   */
  'impacts': (_towline_v1_Impact)[];
}
