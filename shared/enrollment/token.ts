import { randomBytes } from 'node:crypto';
import { type SigningKeyPair, signBytes, signingPublicKey, verifyBytes } from '../crypto/ed25519.ts';
import { sha256 } from '../crypto/sha256.ts';
import type { TokenProof } from '../gen/towline/v1/TokenProof.ts';
import { fromBase32, toBase32 } from './base32.ts';
import { type EnrollmentClaim, transcriptOf } from './request.ts';

/** 160 bits: nobody finds it by trying, so it needs no slow hash. */
const tokenBytes = 20;
export const tokenIdBytes = 8;
const context = 'towline enroll by token v1\n';

/** A new token, 32 characters. Who has it may join: it is shown once, and kept nowhere. */
export function makeToken(): string {
  return toBase32(randomBytes(tokenBytes));
}

/** A token in the form in which it was made, however it was typed; undefined for what is none. */
export function readToken(text: string): string | undefined {
  const bytes = fromBase32(text, tokenBytes);
  return bytes === undefined ? undefined : toBase32(bytes);
}

/** The key pair of a token: the controller knows the public key, of which nobody gets back to the token. */
export function tokenKey(token: string): SigningKeyPair {
  const bytes = fromBase32(token, tokenBytes) ?? Buffer.alloc(0);
  const privateKey = sha256(Buffer.concat([Buffer.from('towline enrollment token v1\n'), bytes]));
  return { privateKey, publicKey: signingPublicKey(privateKey) };
}

/** What a token is called (8 bytes); it says nothing of the token. */
export function tokenId(publicKey: Uint8Array): Buffer {
  return sha256(Buffer.concat([Buffer.from('towline token id v1\n'), publicKey])).subarray(0, tokenIdBytes);
}

/** Shows to the server with this key hash, and to no other, that whoever makes this claim has the token. */
export function proveToken(token: string, claim: EnrollmentClaim, serverKeyHash: Uint8Array): TokenProof {
  const { privateKey, publicKey } = tokenKey(token);
  const signature = signBytes(privateKey, context, transcriptOf(claim, serverKeyHash));
  return { id: tokenId(publicKey), signature };
}

/** Whether the proof was made with the token of this public key (32 bytes), for this claim and server. */
export function verifyToken(
  publicKey: Uint8Array,
  proof: TokenProof,
  claim: EnrollmentClaim,
  serverKeyHash: Uint8Array,
): boolean {
  return verifyBytes(publicKey, context, transcriptOf(claim, serverKeyHash), proof.signature);
}
