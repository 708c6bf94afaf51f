import { randomBytes } from 'node:crypto';
import type { TestContext } from 'node:test';
import { Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
import { openClient } from '../../agent/session/client.ts';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import type { AgentServiceHandlers } from '../../shared/gen/towline/v1/AgentService.ts';
import type { DesiredRelease } from '../../shared/gen/towline/v1/DesiredRelease.ts';
import type { ReportAddressesRequest } from '../../shared/gen/towline/v1/ReportAddressesRequest.ts';
import { challengeKey, nextChallengeKey, signatureKey, verifyCall } from '../../shared/rpc/call-signature.ts';
import { v1 } from '../../shared/rpc/protocol.ts';
import { BusyError, isUrgentCall } from '../../shared/rpc/retry-after.ts';
import { toStatus } from '../../shared/rpc/status.ts';
import { networkId, nodeId } from '../fakes/bundles.ts';

export const identity = generateSigningKeyPair();
const desired: DesiredRelease = {
  release: 4,
  epoch: 1,
  bundleDigest: Buffer.alloc(32, 3),
  retry: 0,
  stageOnly: false,
  linkKey: 0,
};

/** A real gRPC server that takes a challenge once, as the controller does, and counts connections and calls. */
export async function startServer(context: TestContext) {
  const server = new Server();
  const challenges = new Set<string>();
  const seen = {
    peers: new Set<string>(),
    watches: 0,
    confirms: 0,
    urgent: [] as boolean[],
    answers: [] as string[],
    challenges: 0,
  };
  /** Whether answers bring the next challenge, as those of newer controllers do. */
  const brings = { next: false };
  /** Milliseconds for which the next calls are put off. */
  const busy: number[] = [];
  let endWatch = () => {};
  const addresses: ReportAddressesRequest[] = [];
  const issue = () => {
    const challenge = randomBytes(32);
    challenges.add(challenge.toString('hex'));
    return challenge;
  };
  /** @returns what the answer ends with */
  const check = (call: { metadata: Metadata; getPath(): string; getPeer(): string }): Metadata => {
    seen.peers.add(call.getPeer());
    const [[challenge], [signature]] = [call.metadata.get(challengeKey), call.metadata.get(signatureKey)];
    const isKnown = Buffer.isBuffer(challenge) && challenges.delete(challenge.toString('hex'));
    const signed = { networkId, nodeId, method: call.getPath(), challenge: challenge as Buffer };
    if (!isKnown || !verifyCall(identity.publicKey, signed, signature as Buffer)) {
      throw Object.assign(new Error('not signed'), { code: status.UNAUTHENTICATED });
    }
    const trailers = new Metadata();
    if (brings.next) trailers.set(nextChallengeKey, issue());
    return trailers;
  };
  const handlers: AgentServiceHandlers = {
    GetChallenge: (call, done) => {
      seen.urgent.push(isUrgentCall(call.metadata));
      const retryMs = busy.shift();
      if (retryMs !== undefined) return done(toStatus(new BusyError('others come first', retryMs)));
      seen.challenges++;
      done(null, { challenge: issue() });
    },
    Watch: (call) => {
      try {
        check(call);
      } catch (error) {
        call.emit('error', error);
        return;
      }
      seen.watches++;
      endWatch = () => call.end();
      call.write({ peerEndpoint: { nodeName: 'kiel', address: '198.18.1.2' } });
      call.write({ desiredRelease: desired });
      call.write({ spread: { seconds: 40 } });
      call.write({ question: { questionId: 7, bird: { command: 'show status' } } });
    },
    FetchBundle: (call) => {
      let trailers: Metadata;
      try {
        trailers = check(call);
      } catch (error) {
        call.emit('error', error);
        return;
      }
      for (const file of call.request.heldFiles)
        call.write({ file: { sha256: file, content: Buffer.from('x') } });
      call.end(trailers);
    },
    Confirm: (call, done) => {
      check(call);
      seen.confirms++;
      done(null, { confirmation: Buffer.from('c'), signature: call.request.nonce });
    },
    FetchAgent: (call) => {
      check(call);
      call.write({ content: Buffer.from(`agent ${call.request.number}`) });
      call.end();
    },
    ConfirmAgent: (call, done) => {
      check(call);
      done(null, { confirmation: Buffer.from('a'), signature: call.request.nonce });
    },
    Report: (call, done) => {
      try {
        done(null, {}, check(call));
      } catch (error) {
        done(error as Error);
      }
    },
    Answer: (call, done) => {
      check(call);
      seen.answers.push(call.request.text ?? '');
      done(null, {});
    },
    ReportAddresses: (call, done) => {
      check(call);
      addresses.push({ ...call.request });
      done(null, {});
    },
  };
  server.addService(v1.AgentService.service, handlers);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('[::1]:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  context.after(() => server.forceShutdown());
  const open = (key = identity.privateKey, isUrgent = false) =>
    openClient({ address: '::1', port, networkId, nodeId, identityPrivateKey: key, isUrgent });
  /** Forgets what was handed out, as a controller that is restarted does. */
  const forget = () => challenges.clear();
  return { open, seen, brings, forget, busy, addresses, endWatch: () => endWatch() };
}
