import { X509Certificate } from 'node:crypto';
import { type ChannelOptions, credentials } from '@grpc/grpc-js';
import type { JoinString } from '../../shared/enrollment/join-string.ts';
import { type EnrollmentKeys, signRequest } from '../../shared/enrollment/request.ts';
import { messageOf } from '../../shared/errors.ts';
import type { EnrollRequest } from '../../shared/gen/towline/v1/EnrollRequest.ts';
import type { EnrollResponse } from '../../shared/gen/towline/v1/EnrollResponse.ts';
import type { NodeFacts } from '../../shared/gen/towline/v1/NodeFacts.ts';
import { clientOptions } from '../../shared/rpc/channel.ts';
import { v1 } from '../../shared/rpc/protocol.ts';
import type { NodeKeys } from '../keys/load.ts';
import { unary } from '../session/call.ts';
import { checkPin, fetchPinnedCertificate } from './pin.ts';

const timeoutMs = 10_000;

/** Makes the signed request of this router for one controller. */
export function makeRequest(
  keys: NodeKeys,
  hostName: string,
  facts: NodeFacts,
  join: JoinString,
): EnrollRequest {
  const signed: EnrollmentKeys = {
    identityPublicKey: keys.identity.publicKey,
    managementPublicKey: keys.management.publicKey,
    linkPublicKey: keys.link.publicKey,
    sealingPublicKey: keys.sealing.publicKey,
    hostName,
  };
  return { ...signed, facts, signature: signRequest(keys.identity.privateKey, signed, join.keyHash) };
}

/** Sends the request once, over TLS to the pinned key. Throws TowlineError. */
export async function sendRequest(join: JoinString, request: EnrollRequest): Promise<EnrollResponse> {
  const certificate = await fetchPinnedCertificate(join, timeoutMs);
  const secure = credentials.createSsl(certificate, null, null, {
    checkServerIdentity: (_host, presented) => {
      try {
        checkPin(join, new X509Certificate(presented.raw));
        return undefined;
      } catch (error) {
        return error instanceof Error ? error : new Error(messageOf(error));
      }
    },
  });
  const host = join.host.includes(':') ? `[${join.host}]` : join.host;
  const options: ChannelOptions = {
    ...clientOptions,
    'grpc.enable_http_proxy': 0,
    // The key is the trust, not the name; and an address must not be sent as one (RFC 6066 section 3).
    'grpc.ssl_target_name_override': 'controller.towline.invalid',
  };
  const client = new v1.EnrollmentService(`${host}:${join.port}`, secure, options);
  try {
    const { signal } = new AbortController();
    return await unary<EnrollResponse>(signal, timeoutMs, (done) => client.Enroll(request, done));
  } finally {
    client.close();
  }
}
