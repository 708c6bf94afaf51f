// Original file: proto/towline/v1/agent.proto

import type { SigningChainInput as _towline_v1_SigningChainInput, SigningChain as _towline_v1_SigningChain } from '../../towline/v1/SigningChain.ts';

/**
 * ConfirmAgentResponse carries the signed confirmation.
 */
export interface ConfirmAgentResponseInput {
  /**
   * Serialized AgentConfirmation.
   */
  'confirmation'?: (Buffer | Uint8Array | string);
  /**
   * Ed25519 signature (64 bytes) of the controller's signing key over
   * "towline agent confirmation v1\n" and `confirmation`.
   */
  'signature'?: (Buffer | Uint8Array | string);
  /**
   * The way to the key that has signed this; absent if it was never changed.
   */
  'signingChain'?: (_towline_v1_SigningChainInput | null);
}

/**
 * ConfirmAgentResponse carries the signed confirmation.
 */
export interface ConfirmAgentResponse {
  /**
   * Serialized AgentConfirmation.
   */
  'confirmation': (Buffer);
  /**
   * Ed25519 signature (64 bytes) of the controller's signing key over
   * "towline agent confirmation v1\n" and `confirmation`.
   */
  'signature': (Buffer);
  /**
   * The way to the key that has signed this; absent if it was never changed.
   */
  'signingChain': (_towline_v1_SigningChain | null);
}
