// Original file: proto/towline/v1/admin.proto

import type { ReleaseInput as _towline_v1_ReleaseInput, Release as _towline_v1_Release } from '../../towline/v1/Release.ts';

/**
 * GetReleaseResponse shows a release.
 */
export interface GetReleaseResponseInput {
  /**
   * The release.
   */
  'release'?: (_towline_v1_ReleaseInput | null);
}

/**
 * GetReleaseResponse shows a release.
 */
export interface GetReleaseResponse {
  /**
   * The release.
   */
  'release': (_towline_v1_Release | null);
}
