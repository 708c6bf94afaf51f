// Original file: proto/towline/v1/bundle.proto

import type { SecretInput as _towline_v1_SecretInput, Secret as _towline_v1_Secret } from '../../towline/v1/Secret.ts';

/**
 * Secrets is the content of Manifest.sealed_secrets.
 */
export interface SecretsInput {
  /**
   * The secrets, sorted by name.
   */
  'secrets'?: (_towline_v1_SecretInput)[];
}

/**
 * Secrets is the content of Manifest.sealed_secrets.
 */
export interface Secrets {
  /**
   * The secrets, sorted by name.
   */
  'secrets': (_towline_v1_Secret)[];
}
