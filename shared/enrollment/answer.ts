import { signBytes, verifyBytes } from '../crypto/ed25519.ts';
import { seal, unseal } from '../crypto/seal.ts';
import { sha256 } from '../crypto/sha256.ts';
import { TowlineError } from '../errors.ts';
import type { EnrollmentAccepted } from '../gen/towline/v1/EnrollmentAccepted.ts';
import type { EnrollmentAnswer } from '../gen/towline/v1/EnrollmentAnswer.ts';
import { enrollmentAnswerCodec } from '../rpc/codec.ts';
import { type EnrollmentClaim, transcriptOf } from './request.ts';

const context = 'towline enrollment answer v2\n';

/** Which request an answer is for: SHA-256 (32 bytes) of its transcript with the server that it was made for. */
export function requestDigest(claim: EnrollmentClaim, serverKeyHash: Uint8Array): Buffer {
  return sha256(transcriptOf(claim, serverKeyHash));
}

/** Seals an answer to the router that made the request, and signs it for this request alone. */
export function sealAnswer(
  signingPrivateKey: Uint8Array,
  claim: EnrollmentClaim,
  serverKeyHash: Uint8Array,
  answer: EnrollmentAnswer,
): EnrollmentAccepted {
  const sealedAnswer = seal(claim.sealingPublicKey, enrollmentAnswerCodec.encode(answer));
  const signed = Buffer.concat([requestDigest(claim, serverKeyHash), sealedAnswer]);
  return { sealedAnswer, signature: signBytes(signingPrivateKey, context, signed) };
}

/**
 * Opens the answer to a request and checks its signature against the signing key that it names. The key itself is
 * trusted because the answer came over the connection whose key the join string pins. Since the request has a nonce,
 * an older answer, one for another router, and one of another controller are not taken. Throws `untrusted`.
 *
 * @param claim the request that was sent
 * @param serverKeyHash SHA-256 (32 bytes) of the key of the server that it was sent to
 */
export function openAnswer(
  sealingPrivateKey: Buffer,
  claim: EnrollmentClaim,
  serverKeyHash: Uint8Array,
  accepted: EnrollmentAccepted,
): EnrollmentAnswer {
  const { sealedAnswer, signature } = accepted;
  const opened = unseal({ privateKey: sealingPrivateKey }, sealedAnswer);
  const answer = enrollmentAnswerCodec.decode(opened);
  const signed = Buffer.concat([requestDigest(claim, serverKeyHash), sealedAnswer]);
  if (verifyBytes(answer.signingPublicKey, context, signed, signature)) return answer;
  throw new TowlineError(
    'untrusted',
    'the enrollment answer is not signed by the key that it names, or is the answer to another request',
  );
}
