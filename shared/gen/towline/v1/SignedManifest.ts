// Original file: proto/towline/v1/bundle.proto


/**
 * SignedManifest is what the controller vouches for: the manifest's bytes and a
 * signature over exactly these bytes. A receiver checks the signature before it
 * parses the manifest.
 */
export interface SignedManifestInput {
  /**
   * Serialized Manifest.
   */
  'manifest'?: (Buffer | Uint8Array | string);
  /**
   * Ed25519 signature (64 bytes) over "towline manifest v1\n" followed by
   * `manifest`.
   */
  'signature'?: (Buffer | Uint8Array | string);
}

/**
 * SignedManifest is what the controller vouches for: the manifest's bytes and a
 * signature over exactly these bytes. A receiver checks the signature before it
 * parses the manifest.
 */
export interface SignedManifest {
  /**
   * Serialized Manifest.
   */
  'manifest': (Buffer);
  /**
   * Ed25519 signature (64 bytes) over "towline manifest v1\n" followed by
   * `manifest`.
   */
  'signature': (Buffer);
}
