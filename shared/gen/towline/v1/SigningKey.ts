// Original file: proto/towline/v1/admin.proto

import type { Long } from '@grpc/proto-loader';

/**
 * SigningKey is one key that signs, or has signed, what nodes are told.
 */
export interface SigningKeyInput {
  /**
   * Its number; 0 is the key that `towline init` made.
   */
  'generation'?: (number);
  /**
   * Ed25519 public key (32 bytes).
   */
  'publicKey'?: (Buffer | Uint8Array | string);
  /**
   * When it began to sign, Unix time in milliseconds.
   */
  'sinceMs'?: (number | string | Long);
  /**
   * Whether nodes that know of the next key have been told to refuse this one.
   */
  'retired'?: (boolean);
}

/**
 * SigningKey is one key that signs, or has signed, what nodes are told.
 */
export interface SigningKey {
  /**
   * Its number; 0 is the key that `towline init` made.
   */
  'generation': (number);
  /**
   * Ed25519 public key (32 bytes).
   */
  'publicKey': (Buffer);
  /**
   * When it began to sign, Unix time in milliseconds.
   */
  'sinceMs': (number);
  /**
   * Whether nodes that know of the next key have been told to refuse this one.
   */
  'retired': (boolean);
}
