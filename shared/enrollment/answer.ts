import { signBytes, verifyBytes } from '../crypto/ed25519.ts';
import { seal, unseal } from '../crypto/seal.ts';
import { TowlineError } from '../errors.ts';
import type { EnrollmentAccepted } from '../gen/towline/v1/EnrollmentAccepted.ts';
import type { EnrollmentAnswer } from '../gen/towline/v1/EnrollmentAnswer.ts';
import { enrollmentAnswerCodec } from '../rpc/codec.ts';

const context = 'towline enrollment answer v1\n';

export function sealAnswer(
  signingPrivateKey: Uint8Array,
  sealingPublicKey: Uint8Array,
  answer: EnrollmentAnswer,
): EnrollmentAccepted {
  const sealedAnswer = seal(sealingPublicKey, enrollmentAnswerCodec.encode(answer));
  return { sealedAnswer, signature: signBytes(signingPrivateKey, context, sealedAnswer) };
}

/**
 * Opens the answer and checks its signature against the signing key that it names. The key itself is
 * trusted because the answer came over the connection whose key the join string pins. Throws `untrusted`.
 */
export function openAnswer(sealingPrivateKey: Buffer, accepted: EnrollmentAccepted): EnrollmentAnswer {
  const answer = enrollmentAnswerCodec.decode(
    unseal({ privateKey: sealingPrivateKey }, accepted.sealedAnswer),
  );
  if (!verifyBytes(answer.signingPublicKey, context, accepted.sealedAnswer, accepted.signature)) {
    throw new TowlineError('untrusted', 'the enrollment answer is not signed by the key that it names');
  }
  return answer;
}
