// Original file: proto/towline/v1/signing.proto

import type { SignedSuccessionInput as _towline_v1_SignedSuccessionInput, SignedSuccession as _towline_v1_SignedSuccession } from '../../towline/v1/SignedSuccession.ts';
import type { SignedRetirementInput as _towline_v1_SignedRetirementInput, SignedRetirement as _towline_v1_SignedRetirement } from '../../towline/v1/SignedRetirement.ts';

/**
 * SigningChain leads a node from the signing key that it trusts to the current
 * one. It comes before what the current key has signed; a controller whose key
 * was never changed sends none.
 */
export interface SigningChainInput {
  /**
   * All changes of the key, oldest first. A node takes those that are newer
   * than its own key, one after the other.
   */
  'successions'?: (_towline_v1_SignedSuccessionInput)[];
  /**
   * Which keys are no longer good; absent while none is.
   */
  'retirement'?: (_towline_v1_SignedRetirementInput | null);
}

/**
 * SigningChain leads a node from the signing key that it trusts to the current
 * one. It comes before what the current key has signed; a controller whose key
 * was never changed sends none.
 */
export interface SigningChain {
  /**
   * All changes of the key, oldest first. A node takes those that are newer
   * than its own key, one after the other.
   */
  'successions': (_towline_v1_SignedSuccession)[];
  /**
   * Which keys are no longer good; absent while none is.
   */
  'retirement': (_towline_v1_SignedRetirement | null);
}
