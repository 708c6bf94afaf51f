import { randomBytes, X509Certificate } from 'node:crypto';
import { type ChannelOptions, credentials, type ServiceError, status } from '@grpc/grpc-js';
import { formatEndpoint, type JoinEndpoint } from '../../shared/enrollment/join-string.ts';
import { type EnrollmentClaim, nonceBytes, signRequest } from '../../shared/enrollment/request.ts';
import { proveToken } from '../../shared/enrollment/token.ts';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { EnrollRequest } from '../../shared/gen/towline/v1/EnrollRequest.ts';
import type { EnrollResponse } from '../../shared/gen/towline/v1/EnrollResponse.ts';
import type { NodeFacts } from '../../shared/gen/towline/v1/NodeFacts.ts';
import { clientOptions } from '../../shared/rpc/channel.ts';
import { v1 } from '../../shared/rpc/protocol.ts';
import type { NodeKeys } from '../keys/load.ts';
import { unary } from '../session/call.ts';
import { fetchCertificate, requirePin } from './pin.ts';

const timeoutMs = 10_000;

/**
 * Makes the signed request of this router for one controller.
 *
 * @param keyHash SHA-256 (32 bytes) of that controller's key
 */
export function makeRequest(
  keys: NodeKeys,
  hostName: string,
  facts: NodeFacts,
  keyHash: Buffer,
  token?: string,
): EnrollRequest {
  const claim: EnrollmentClaim = {
    identityPublicKey: keys.identity.publicKey,
    managementPublicKey: keys.management.publicKey,
    linkPublicKey: keys.link.publicKey,
    sealingPublicKey: keys.sealing.publicKey,
    hostName,
    facts,
    requestNonce: randomBytes(nonceBytes),
  };
  return {
    ...claim,
    facts,
    signature: signRequest(keys.identity.privateKey, claim, keyHash),
    token: token === undefined ? null : proveToken(token, claim, keyHash),
  };
}

function isServiceError(error: unknown, code: status): boolean {
  return error instanceof Error && (error as Partial<ServiceError>).code === code;
}

/** Sends the request once, over TLS to the pinned key. Throws TowlineError; `untrusted` for another key. */
export async function sendRequest(
  endpoint: JoinEndpoint,
  keyHash: Buffer,
  request: EnrollRequest,
  signal: AbortSignal,
): Promise<EnrollResponse> {
  const { certificate, address } = await fetchCertificate(endpoint, timeoutMs);
  requirePin(endpoint, keyHash, certificate);
  const secure = credentials.createSsl(Buffer.from(certificate.toString()), null, null, {
    checkServerIdentity: (_host, presented) => {
      try {
        requirePin(endpoint, keyHash, new X509Certificate(presented.raw));
        return undefined;
      } catch (error) {
        return error instanceof Error ? error : new Error(messageOf(error));
      }
    },
  });
  const options: ChannelOptions = {
    ...clientOptions,
    'grpc.enable_http_proxy': 0,
    // The key is the trust, not the name; and an address must not be sent as one (RFC 6066 section 3).
    'grpc.ssl_target_name_override': 'controller.towline.invalid',
  };
  const at = formatEndpoint({ host: address, port: endpoint.port });
  const client = new v1.EnrollmentService(at, secure, options);
  try {
    return await unary<EnrollResponse>(signal, timeoutMs, (done) => client.Enroll(request, done));
  } catch (error) {
    // So a controller that is stopped ends the calls that are under way.
    const isCut = error instanceof TowlineError && isServiceError(error.cause, status.CANCELLED);
    if (!isCut || signal.aborted) throw error;
    throw new TowlineError('unavailable', 'the controller ended the call', { cause: error });
  } finally {
    client.close();
  }
}
