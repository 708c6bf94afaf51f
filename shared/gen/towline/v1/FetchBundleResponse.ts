// Original file: proto/towline/v1/agent.proto

import type { SignedManifestInput as _towline_v1_SignedManifestInput, SignedManifest as _towline_v1_SignedManifest } from '../../towline/v1/SignedManifest.ts';
import type { FileContentInput as _towline_v1_FileContentInput, FileContent as _towline_v1_FileContent } from '../../towline/v1/FileContent.ts';
import type { SigningChainInput as _towline_v1_SigningChainInput, SigningChain as _towline_v1_SigningChain } from '../../towline/v1/SigningChain.ts';

/**
 * FetchBundleResponse is one part of the bundle: the chain of signing keys where
 * there is one, then the manifest, then files.
 */
export interface FetchBundleResponseInput {
  /**
   * The signed manifest.
   */
  'manifest'?: (_towline_v1_SignedManifestInput | null);
  /**
   * The content of a file.
   */
  'file'?: (_towline_v1_FileContentInput | null);
  /**
   * The way to the key that has signed the manifest.
   */
  'signingChain'?: (_towline_v1_SigningChainInput | null);
  /**
   * Exactly one of these is set.
   */
  'part'?: "manifest"|"file"|"signingChain";
}

/**
 * FetchBundleResponse is one part of the bundle: the chain of signing keys where
 * there is one, then the manifest, then files.
 */
export interface FetchBundleResponse {
  /**
   * The signed manifest.
   */
  'manifest'?: (_towline_v1_SignedManifest | null);
  /**
   * The content of a file.
   */
  'file'?: (_towline_v1_FileContent | null);
  /**
   * The way to the key that has signed the manifest.
   */
  'signingChain'?: (_towline_v1_SigningChain | null);
  /**
   * Exactly one of these is set.
   */
  'part'?: "manifest"|"file"|"signingChain";
}
