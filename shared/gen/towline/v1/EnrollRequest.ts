// Original file: proto/towline/v1/enrollment.proto

import type { NodeFactsInput as _towline_v1_NodeFactsInput, NodeFacts as _towline_v1_NodeFacts } from '../../towline/v1/NodeFacts.ts';
import type { TokenProofInput as _towline_v1_TokenProofInput, TokenProof as _towline_v1_TokenProof } from '../../towline/v1/TokenProof.ts';

/**
 * EnrollRequest carries a router's public keys. The private keys never leave it.
 */
export interface EnrollRequestInput {
  /**
   * Ed25519 public key (32 bytes) that is the router's identity.
   */
  'identityPublicKey'?: (Buffer | Uint8Array | string);
  /**
   * X25519 public key (32 bytes) of the management tunnel.
   */
  'managementPublicKey'?: (Buffer | Uint8Array | string);
  /**
   * X25519 public key (32 bytes) of the WireGuard links.
   */
  'linkPublicKey'?: (Buffer | Uint8Array | string);
  /**
   * X25519 public key (32 bytes) to which secrets are sealed.
   */
  'sealingPublicKey'?: (Buffer | Uint8Array | string);
  /**
   * Host name of the router, a suggestion for the node's name.
   */
  'hostName'?: (string);
  /**
   * What the router runs on.
   */
  'facts'?: (_towline_v1_NodeFactsInput | null);
  /**
   * Ed25519 signature (64 bytes) of the identity key over
   * "towline enroll v2\n" and the transcript: the SHA-256 of the server's public
   * key (SubjectPublicKeyInfo, DER), the four public keys in the order above,
   * `request_nonce`, then the host name and the fields of `facts` in their
   * order, each after its length in bytes (32 bits, big-endian).
   */
  'signature'?: (Buffer | Uint8Array | string);
  /**
   * 32 random bytes, new for each run of the enrollment: the answer is good for
   * this request alone.
   */
  'requestNonce'?: (Buffer | Uint8Array | string);
  /**
   * The right to join without an admin; absent if the router waits for one.
   */
  'token'?: (_towline_v1_TokenProofInput | null);
}

/**
 * EnrollRequest carries a router's public keys. The private keys never leave it.
 */
export interface EnrollRequest {
  /**
   * Ed25519 public key (32 bytes) that is the router's identity.
   */
  'identityPublicKey': (Buffer);
  /**
   * X25519 public key (32 bytes) of the management tunnel.
   */
  'managementPublicKey': (Buffer);
  /**
   * X25519 public key (32 bytes) of the WireGuard links.
   */
  'linkPublicKey': (Buffer);
  /**
   * X25519 public key (32 bytes) to which secrets are sealed.
   */
  'sealingPublicKey': (Buffer);
  /**
   * Host name of the router, a suggestion for the node's name.
   */
  'hostName': (string);
  /**
   * What the router runs on.
   */
  'facts': (_towline_v1_NodeFacts | null);
  /**
   * Ed25519 signature (64 bytes) of the identity key over
   * "towline enroll v2\n" and the transcript: the SHA-256 of the server's public
   * key (SubjectPublicKeyInfo, DER), the four public keys in the order above,
   * `request_nonce`, then the host name and the fields of `facts` in their
   * order, each after its length in bytes (32 bits, big-endian).
   */
  'signature': (Buffer);
  /**
   * 32 random bytes, new for each run of the enrollment: the answer is good for
   * this request alone.
   */
  'requestNonce': (Buffer);
  /**
   * The right to join without an admin; absent if the router waits for one.
   */
  'token': (_towline_v1_TokenProof | null);
}
