// Original file: proto/towline/v1/admin.proto

import type { ImpactKindInput as _towline_v1_ImpactKindInput, ImpactKind as _towline_v1_ImpactKind } from '../../towline/v1/ImpactKind.ts';

/**
 * Impact is one thing that a change does to a running router.
 */
export interface ImpactInput {
  /**
   * What kind of thing.
   */
  'kind'?: (_towline_v1_ImpactKindInput);
  /**
   * What it is about: the name of a peer, a prefix, a service.
   */
  'subject'?: (string);
  /**
   * One line for people.
   */
  'text'?: (string);
}

/**
 * Impact is one thing that a change does to a running router.
 */
export interface Impact {
  /**
   * What kind of thing.
   */
  'kind': (_towline_v1_ImpactKind);
  /**
   * What it is about: the name of a peer, a prefix, a service.
   */
  'subject': (string);
  /**
   * One line for people.
   */
  'text': (string);
}
