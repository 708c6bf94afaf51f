import { signBytes, verifyBytes } from '../crypto/ed25519.ts';
import { sha256 } from '../crypto/sha256.ts';
import type { EnrollRequest } from '../gen/towline/v1/EnrollRequest.ts';

const context = 'towline enroll v1\n';

/** The part of a request that its signature covers. */
export type EnrollmentKeys = Pick<
  EnrollRequest,
  'identityPublicKey' | 'managementPublicKey' | 'linkPublicKey' | 'sealingPublicKey' | 'hostName'
>;

function transcript(keys: EnrollmentKeys, serverKeyHash: Uint8Array): Buffer {
  return Buffer.concat([
    serverKeyHash,
    keys.identityPublicKey,
    keys.managementPublicKey,
    keys.linkPublicKey,
    keys.sealingPublicKey,
    Buffer.from(keys.hostName),
  ]);
}

export function signRequest(
  identityPrivateKey: Uint8Array,
  keys: EnrollmentKeys,
  serverKeyHash: Uint8Array,
): Buffer {
  return signBytes(identityPrivateKey, context, transcript(keys, serverKeyHash));
}

/** Whether the request was made by the owner of its identity key, for the server with this key hash. */
export function verifyRequest(request: EnrollRequest, serverKeyHash: Uint8Array): boolean {
  const lengths = [
    request.identityPublicKey,
    request.managementPublicKey,
    request.linkPublicKey,
    request.sealingPublicKey,
  ].every((key) => key.length === 32);
  return (
    lengths &&
    verifyBytes(request.identityPublicKey, context, transcript(request, serverKeyHash), request.signature)
  );
}

// Crockford's base 32: no I, L, O, U, so that a code can be read out.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The code that router and admin compare: 80 bits of the keys' hash in four groups of four. */
export function enrollmentCode(keys: EnrollmentKeys, serverKeyHash: Uint8Array): string {
  const digest = sha256(Buffer.concat([Buffer.from('towline code v1\n'), transcript(keys, serverKeyHash)]));
  let bits = BigInt(`0x${digest.subarray(0, 10).toString('hex')}`);
  let code = '';
  for (let i = 0; i < 16; i++) {
    code = `${alphabet[Number(bits & 31n)]}${code}`;
    bits >>= 5n;
  }
  return code.replace(/(.{4})(?=.)/g, '$1-');
}
