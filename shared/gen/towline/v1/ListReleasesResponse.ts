// Original file: proto/towline/v1/admin.proto

import type { ReleaseInput as _towline_v1_ReleaseInput, Release as _towline_v1_Release } from '../../towline/v1/Release.ts';

/**
 * ListReleasesResponse lists releases.
 */
export interface ListReleasesResponseInput {
  /**
   * The releases, newest first.
   */
  'releases'?: (_towline_v1_ReleaseInput)[];
}

/**
 * ListReleasesResponse lists releases.
 */
export interface ListReleasesResponse {
  /**
   * The releases, newest first.
   */
  'releases': (_towline_v1_Release)[];
}
