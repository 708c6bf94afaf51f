import { signBytes, verifyBytes } from '../crypto/ed25519.ts';
import { sha256 } from '../crypto/sha256.ts';
import type { EnrollRequest } from '../gen/towline/v1/EnrollRequest.ts';
import { toBase32 } from './base32.ts';

const context = 'towline enroll v2\n';

/** Random bytes that router and controller each put in. */
export const nonceBytes = 32;

/** What a router asks to be known by. */
export type EnrollmentKeys = Pick<
  EnrollRequest,
  'identityPublicKey' | 'managementPublicKey' | 'linkPublicKey' | 'sealingPublicKey' | 'hostName'
>;

/** The part of a request that its signatures cover. */
export type EnrollmentClaim = EnrollmentKeys & Pick<EnrollRequest, 'facts' | 'requestNonce'>;

/**
 * What both sides sign: the server's key hash, the four public keys and the nonce, 32 bytes each, then host name and
 * facts, each after its length. No two claims have the same bytes.
 */
export function transcriptOf(claim: EnrollmentClaim, serverKeyHash: Uint8Array): Buffer {
  const { hostName, facts } = claim;
  const texts = [
    hostName,
    facts?.agentVersion,
    facts?.kernel,
    facts?.architecture,
    facts?.hardware,
    facts?.birdVersion,
  ];
  return Buffer.concat([
    serverKeyHash,
    ...publicKeys(claim),
    claim.requestNonce,
    ...texts.map((text) => withLength(Buffer.from(text ?? ''))),
  ]);
}

export function signRequest(
  identityPrivateKey: Uint8Array,
  claim: EnrollmentClaim,
  serverKeyHash: Uint8Array,
): Buffer {
  return signBytes(identityPrivateKey, context, transcriptOf(claim, serverKeyHash));
}

/** Whether the request was made by the owner of its identity key, for the server with this key hash. */
export function verifyRequest(request: EnrollRequest, serverKeyHash: Uint8Array): boolean {
  return (
    isWhole(request) &&
    verifyBytes(request.identityPublicKey, context, transcriptOf(request, serverKeyHash), request.signature)
  );
}

/** Whether everything in the transcript that has to have 32 bytes has them. */
export function isWhole(claim: EnrollmentClaim): boolean {
  return [...publicKeys(claim), claim.requestNonce].every((part) => part.length === 32);
}

/**
 * The code that router and admin compare: 80 bits in four groups of four. Each side computes it from the keys that it
 * knows, and from a nonce of the controller's that is new for other keys: who sits between them would have to find
 * keys or a nonce for one given code.
 */
export function enrollmentCode(
  keys: EnrollmentKeys,
  serverKeyHash: Uint8Array,
  controllerNonce: Uint8Array,
): string {
  const digest = sha256(
    Buffer.concat([
      Buffer.from('towline code v2\n'),
      serverKeyHash,
      ...publicKeys(keys),
      withLength(Buffer.from(keys.hostName)),
      withLength(controllerNonce),
    ]),
  );
  return toBase32(digest.subarray(0, 10)).replace(/(.{4})(?=.)/g, '$1-');
}

/** What people compare of an identity key (32 bytes): its SHA-256. */
export function identityFingerprint(identityPublicKey: Uint8Array): Buffer {
  return sha256(identityPublicKey);
}

function publicKeys(keys: EnrollmentKeys): Buffer[] {
  return [keys.identityPublicKey, keys.managementPublicKey, keys.linkPublicKey, keys.sealingPublicKey];
}

function withLength(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
