import { type ChannelOptions, credentials, Metadata } from '@grpc/grpc-js';
import type { AnswerRequestInput } from '../../shared/gen/towline/v1/AnswerRequest.ts';
import type { ConfirmRequestInput } from '../../shared/gen/towline/v1/ConfirmRequest.ts';
import type { ConfirmResponse } from '../../shared/gen/towline/v1/ConfirmResponse.ts';
import type { FetchBundleResponse } from '../../shared/gen/towline/v1/FetchBundleResponse.ts';
import type { ReportAddressesRequestInput } from '../../shared/gen/towline/v1/ReportAddressesRequest.ts';
import type { ReportAddressesResponse } from '../../shared/gen/towline/v1/ReportAddressesResponse.ts';
import type { ReportRequestInput } from '../../shared/gen/towline/v1/ReportRequest.ts';
import type { WatchResponse } from '../../shared/gen/towline/v1/WatchResponse.ts';
import { challengeKey, signatureKey, signCall } from '../../shared/rpc/call-signature.ts';
import { clientOptions } from '../../shared/rpc/channel.ts';
import { v1 } from '../../shared/rpc/protocol.ts';
import { urgency } from '../../shared/rpc/retry-after.ts';
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

  const sign = async (method: string, signal: AbortSignal): Promise<Metadata> => {
    const { challenge } = await getChallenge(signal);
    const call = { networkId: options.networkId, nodeId: options.nodeId, method, challenge };
    const metadata = new Metadata();
    metadata.set(challengeKey, Buffer.from(challenge));
    metadata.set(signatureKey, signCall(options.identityPrivateKey, call));
    return metadata;
  };

  return {
    async reach(signal) {
      await getChallenge(signal);
    },
    async *watch(signal) {
      const metadata = await sign('/towline.v1.AgentService/Watch', signal);
      yield* streamed(client.Watch({ agentVersion, answersQuestions: true }, metadata), signal);
    },
    async *fetchBundle(release, heldFiles, signal) {
      const metadata = await sign('/towline.v1.AgentService/FetchBundle', signal);
      yield* streamed(client.FetchBundle({ release, heldFiles }, metadata), signal, fetchTimeoutMs);
    },
    async confirm(request, signal) {
      const metadata = await sign('/towline.v1.AgentService/Confirm', signal);
      return unary(signal, unaryTimeoutMs, (done) => client.Confirm(request, metadata, done));
    },
    async report(request, signal) {
      const metadata = await sign('/towline.v1.AgentService/Report', signal);
      await unary(signal, unaryTimeoutMs, (done) => client.Report(request, metadata, done));
    },
    async reportAddresses(request, signal) {
      const metadata = await sign('/towline.v1.AgentService/ReportAddresses', signal);
      return unary(signal, unaryTimeoutMs, (done) => client.ReportAddresses(request, metadata, done));
    },
    async answer(request, signal) {
      const metadata = await sign('/towline.v1.AgentService/Answer', signal);
      await unary(signal, unaryTimeoutMs, (done) => client.Answer(request, metadata, done));
    },
    close: () => client.close(),
  };
}
