// Original file: proto/towline/v1/admin.proto

/**
 * ChangeKind says how something differs.
 */
export const ChangeKind = {
  /**
   * Not known.
   */
  CHANGE_KIND_UNSPECIFIED: 'CHANGE_KIND_UNSPECIFIED',
  /**
   * New.
   */
  CHANGE_KIND_ADDED: 'CHANGE_KIND_ADDED',
  /**
   * Different.
   */
  CHANGE_KIND_CHANGED: 'CHANGE_KIND_CHANGED',
  /**
   * Gone.
   */
  CHANGE_KIND_REMOVED: 'CHANGE_KIND_REMOVED',
} as const;

/**
 * ChangeKind says how something differs.
 */
export type ChangeKindInput =
  /**
   * Not known.
   */
  | 'CHANGE_KIND_UNSPECIFIED'
  | 0
  /**
   * New.
   */
  | 'CHANGE_KIND_ADDED'
  | 1
  /**
   * Different.
   */
  | 'CHANGE_KIND_CHANGED'
  | 2
  /**
   * Gone.
   */
  | 'CHANGE_KIND_REMOVED'
  | 3

/**
 * ChangeKind says how something differs.
 */
export type ChangeKind = typeof ChangeKind[keyof typeof ChangeKind]
