// Original file: proto/towline/v1/bundle.proto


/**
 * SecretReference says which version of a secret a bundle's files mean.
 */
export interface SecretReferenceInput {
  /**
   * Name of the secret, for example `psk:berlin--hamburg`.
   */
  'name'?: (string);
  /**
   * Version, starting at 1.
   */
  'version'?: (number);
}

/**
 * SecretReference says which version of a secret a bundle's files mean.
 */
export interface SecretReference {
  /**
   * Name of the secret, for example `psk:berlin--hamburg`.
   */
  'name': (string);
  /**
   * Version, starting at 1.
   */
  'version': (number);
}
