// Original file: proto/towline/v1/bundle.proto


/**
 * ManifestFile names one file of a bundle and its content.
 */
export interface ManifestFileInput {
  /**
   * `service/file`, for example `bird/bird.conf`.
   */
  'path'?: (string);
  /**
   * SHA-256 (32 bytes) of the content.
   */
  'sha256'?: (Buffer | Uint8Array | string);
  /**
   * Length of the content in bytes.
   */
  'length'?: (number);
  /**
   * Permission bits, for example 0644.
   */
  'mode'?: (number);
}

/**
 * ManifestFile names one file of a bundle and its content.
 */
export interface ManifestFile {
  /**
   * `service/file`, for example `bird/bird.conf`.
   */
  'path': (string);
  /**
   * SHA-256 (32 bytes) of the content.
   */
  'sha256': (Buffer);
  /**
   * Length of the content in bytes.
   */
  'length': (number);
  /**
   * Permission bits, for example 0644.
   */
  'mode': (number);
}
