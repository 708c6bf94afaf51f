import {
  type ChannelOptions,
  type ClientReadableStream,
  type ClientUnaryCall,
  credentials,
  Metadata,
  type StatusObject,
} from '@grpc/grpc-js';
import { TowlineError } from '../../shared/errors.ts';
import type { AnswerRequestInput } from '../../shared/gen/towline/v1/AnswerRequest.ts';
import type { ConfirmAgentRequestInput } from '../../shared/gen/towline/v1/ConfirmAgentRequest.ts';
import type { ConfirmAgentResponse } from '../../shared/gen/towline/v1/ConfirmAgentResponse.ts';
import type { ConfirmRequestInput } from '../../shared/gen/towline/v1/ConfirmRequest.ts';
import type { ConfirmResponse } from '../../shared/gen/towline/v1/ConfirmResponse.ts';
import type { FetchAgentResponse } from '../../shared/gen/towline/v1/FetchAgentResponse.ts';
import type { FetchBundleResponse } from '../../shared/gen/towline/v1/FetchBundleResponse.ts';
import type { ReportAddressesRequestInput } from '../../shared/gen/towline/v1/ReportAddressesRequest.ts';
import type { ReportAddressesResponse } from '../../shared/gen/towline/v1/ReportAddressesResponse.ts';
import type { ReportRequestInput } from '../../shared/gen/towline/v1/ReportRequest.ts';
import type { WatchResponse } from '../../shared/gen/towline/v1/WatchResponse.ts';
import { challengeKey, nextChallengeKey, signatureKey, signCall } from '../../shared/rpc/call-signature.ts';
import { clientOptions } from '../../shared/rpc/channel.ts';
import { v1 } from '../../shared/rpc/protocol.ts';
import { urgency } from '../../shared/rpc/retry-after.ts';
import { upgradeObstacle } from '../upgrade/obstacle.ts';
import { agentVersion } from '../version.ts';
import { streamed, unary } from './call.ts';

/** The controller's AgentService as this node calls it. Every method throws TowlineError. */
export interface ControllerClient {
  /** Resolves once the controller has answered. */
  reach(signal: AbortSignal): Promise<void>;
  watch(signal: AbortSignal): AsyncIterable<WatchResponse>;
  fetchBundle(release: number, heldFiles: Buffer[], signal: AbortSignal): AsyncIterable<FetchBundleResponse>;
  confirm(request: ConfirmRequestInput, signal: AbortSignal): Promise<ConfirmResponse>;
  report(request: ReportRequestInput, signal: AbortSignal): Promise<void>;
  reportAddresses(
    request: ReportAddressesRequestInput,
    signal: AbortSignal,
  ): Promise<ReportAddressesResponse>;
  answer(request: AnswerRequestInput, signal: AbortSignal): Promise<void>;
  fetchAgent(number: number, signal: AbortSignal): AsyncIterable<FetchAgentResponse>;
  confirmAgent(request: ConfirmAgentRequestInput, signal: AbortSignal): Promise<ConfirmAgentResponse>;
  /** Closes the connection; calls that are under way fail. */
  close(): void;
}

/** Opens a client with a connection of its own; one that is urgent is not put off by a controller that is busy. */
export type OpenClient = (options?: { readonly isUrgent?: boolean }) => ControllerClient;

export interface ClientOptions {
  /** The controller's IPv6 address in the management tunnel. */
  readonly address: string;
  readonly port: number;
  readonly networkId: string;
  readonly nodeId: number;
  readonly identityPrivateKey: Buffer;
  readonly isUrgent?: boolean | undefined;
}

const unaryTimeoutMs = 10_000;
const fetchTimeoutMs = 60_000;
/** An agent is larger than most bundles, and a line may be slow. */
const agentTimeoutMs = 300_000;
/** Of the 60 s that the controller gives, some are the call's way. */
const goodForMs = 45_000;

/** A channel to the controller; nothing is sent before the first call. */
export function openClient(options: ClientOptions): ControllerClient {
  const channelOptions: ChannelOptions = {
    ...clientOptions,
    'grpc.enable_http_proxy': 0,
    // A client of its own has a connection of its own: a confirmation over an old one would prove nothing.
    'grpc.use_local_subchannel_pool': 1,
  };
  const target = `ipv6:[${options.address}]:${options.port}`;
  const client = new v1.AgentService(target, credentials.createInsecure(), channelOptions);

  const getChallenge = (signal: AbortSignal) =>
    unary<{ challenge: Buffer }>(signal, unaryTimeoutMs, (done) =>
      client.GetChallenge({}, urgency(options.isUrgent ?? false), done),
    );

  /** Each answered call brings the challenge of the next one, which saves asking for it. */
  let next: { readonly challenge: Buffer; readonly untilMs: number } | undefined;
  const keepNext = ({ metadata }: StatusObject) => {
    const [challenge] = metadata.get(nextChallengeKey);
    if (Buffer.isBuffer(challenge)) next = { challenge, untilMs: performance.now() + goodForMs };
  };
  /** The challenge that an earlier call has brought, while it is good; whoever takes it is the only one. */
  const takeNext = () => {
    const held = next;
    next = undefined;
    return held !== undefined && performance.now() < held.untilMs ? held.challenge : undefined;
  };
  const sign = (method: string, challenge: Buffer): Metadata => {
    const call = { networkId: options.networkId, nodeId: options.nodeId, method, challenge };
    const metadata = new Metadata();
    metadata.set(challengeKey, Buffer.from(challenge));
    metadata.set(signatureKey, signCall(options.identityPrivateKey, call));
    return metadata;
  };

  /** @param make starts a call with this metadata, and gives its messages */
  async function* signed<T>(
    method: string,
    signal: AbortSignal,
    make: (metadata: Metadata) => AsyncIterable<T>,
  ): AsyncGenerator<T> {
    const path = `/towline.v1.AgentService/${method}`;
    const held = takeNext();
    if (held !== undefined) {
      let isAnswered = false;
      try {
        for await (const message of make(sign(path, held))) {
          isAnswered = true;
          yield message;
        }
        return;
      } catch (error) {
        // Of a controller that has been restarted since it is none; a refusal of another kind comes again.
        if (isAnswered || !(error instanceof TowlineError) || error.code !== 'unauthenticated') throw error;
      }
    }
    const { challenge } = await getChallenge(signal);
    yield* make(sign(path, challenge));
  }

  const stream = <T>(
    method: string,
    signal: AbortSignal,
    start: (metadata: Metadata) => ClientReadableStream<T>,
    timeoutMs?: number,
  ) =>
    signed(method, signal, (metadata) => streamed(start(metadata).on('status', keepNext), signal, timeoutMs));

  async function one<T>(
    method: string,
    signal: AbortSignal,
    start: (metadata: Metadata, done: (error: Error | null, response?: T) => void) => ClientUnaryCall,
  ): Promise<T> {
    const answers = signed(method, signal, async function* (metadata) {
      yield await unary<T>(signal, unaryTimeoutMs, (done) => start(metadata, done).on('status', keepNext));
    });
    for await (const answer of answers) return answer;
    throw new TowlineError('failed', 'the controller sent no answer');
  }

  return {
    async reach(signal) {
      await getChallenge(signal);
    },
    watch(signal) {
      const agentObstacle = upgradeObstacle(process.env, process.pid);
      const request = { agentVersion, answersQuestions: true, knowsAgentOrders: true, agentObstacle };
      return stream('Watch', signal, (metadata) => client.Watch(request, metadata));
    },
    fetchBundle: (release, heldFiles, signal) =>
      stream(
        'FetchBundle',
        signal,
        (metadata) => client.FetchBundle({ release, heldFiles }, metadata),
        fetchTimeoutMs,
      ),
    confirm: (request, signal) =>
      one('Confirm', signal, (metadata, done) => client.Confirm(request, metadata, done)),
    async report(request, signal) {
      await one('Report', signal, (metadata, done) => client.Report(request, metadata, done));
    },
    reportAddresses: (request, signal) =>
      one('ReportAddresses', signal, (metadata, done) => client.ReportAddresses(request, metadata, done)),
    async answer(request, signal) {
      await one('Answer', signal, (metadata, done) => client.Answer(request, metadata, done));
    },
    fetchAgent: (number, signal) =>
      stream('FetchAgent', signal, (metadata) => client.FetchAgent({ number }, metadata), agentTimeoutMs),
    confirmAgent: (request, signal) =>
      one('ConfirmAgent', signal, (metadata, done) => client.ConfirmAgent(request, metadata, done)),
    close: () => client.close(),
  };
}
