// Original file: proto/towline/v1/bundle.proto

import type { ManifestFileInput as _towline_v1_ManifestFileInput, ManifestFile as _towline_v1_ManifestFile } from '../../towline/v1/ManifestFile.ts';
import type { SecretReferenceInput as _towline_v1_SecretReferenceInput, SecretReference as _towline_v1_SecretReference } from '../../towline/v1/SecretReference.ts';

/**
 * Manifest describes one node's bundle in one release.
 */
export interface ManifestInput {
  /**
   * Random identifier of the network, made by `towline init`.
   */
  'networkId'?: (string);
  /**
   * Number of the node, unique in the network, never given to another node.
   */
  'nodeId'?: (number);
  /**
   * Name of the node, for people.
   */
  'nodeName'?: (string);
  /**
   * Starts at 1, raised when a controller is restored from a backup.
   */
  'epoch'?: (number);
  /**
   * The release in which this bundle came to be.
   */
  'release'?: (number);
  /**
   * Digest (SHA-256, 32 bytes) of what the bundle says: `files` and the
   * versions of `secrets`. Two manifests with the same digest configure a
   * router in the same way.
   */
  'bundleDigest'?: (Buffer | Uint8Array | string);
  /**
   * `bundle_digest` of the bundle that this one follows; empty for the first.
   */
  'previousBundleDigest'?: (Buffer | Uint8Array | string);
  /**
   * The files, sorted by path.
   */
  'files'?: (_towline_v1_ManifestFileInput)[];
  /**
   * The secrets that the files refer to, sorted by name.
   */
  'secrets'?: (_towline_v1_SecretReferenceInput)[];
  /**
   * Serialized Secrets, sealed to the node's sealing key: 32 bytes ephemeral
   * X25519 public key, 24 bytes nonce, then the nacl.box ciphertext.
   */
  'sealedSecrets'?: (Buffer | Uint8Array | string);
  /**
   * Time in seconds in which the bundle must prove itself after it was applied.
   */
  'confirmWindowS'?: (number);
}

/**
 * Manifest describes one node's bundle in one release.
 */
export interface Manifest {
  /**
   * Random identifier of the network, made by `towline init`.
   */
  'networkId': (string);
  /**
   * Number of the node, unique in the network, never given to another node.
   */
  'nodeId': (number);
  /**
   * Name of the node, for people.
   */
  'nodeName': (string);
  /**
   * Starts at 1, raised when a controller is restored from a backup.
   */
  'epoch': (number);
  /**
   * The release in which this bundle came to be.
   */
  'release': (number);
  /**
   * Digest (SHA-256, 32 bytes) of what the bundle says: `files` and the
   * versions of `secrets`. Two manifests with the same digest configure a
   * router in the same way.
   */
  'bundleDigest': (Buffer);
  /**
   * `bundle_digest` of the bundle that this one follows; empty for the first.
   */
  'previousBundleDigest': (Buffer);
  /**
   * The files, sorted by path.
   */
  'files': (_towline_v1_ManifestFile)[];
  /**
   * The secrets that the files refer to, sorted by name.
   */
  'secrets': (_towline_v1_SecretReference)[];
  /**
   * Serialized Secrets, sealed to the node's sealing key: 32 bytes ephemeral
   * X25519 public key, 24 bytes nonce, then the nacl.box ciphertext.
   */
  'sealedSecrets': (Buffer);
  /**
   * Time in seconds in which the bundle must prove itself after it was applied.
   */
  'confirmWindowS': (number);
}
