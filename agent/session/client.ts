import { type ChannelOptions, type ClientReadableStream, credentials, Metadata } from '@grpc/grpc-js';
import { TowlineError } from '../../shared/errors.ts';
import type { ConfirmRequestInput } from '../../shared/gen/towline/v1/ConfirmRequest.ts';
import type { ConfirmResponse } from '../../shared/gen/towline/v1/ConfirmResponse.ts';
import type { FetchBundleResponse } from '../../shared/gen/towline/v1/FetchBundleResponse.ts';
import type { ReportRequestInput } from '../../shared/gen/towline/v1/ReportRequest.ts';
import type { WatchResponse } from '../../shared/gen/towline/v1/WatchResponse.ts';
import { challengeKey, signatureKey, signCall } from '../../shared/rpc/call-signature.ts';
import { clientOptions } from '../../shared/rpc/channel.ts';
import { v1 } from '../../shared/rpc/protocol.ts';
import { fromServiceError } from '../../shared/rpc/status.ts';
import { agentVersion } from '../version.ts';

/** The controller's AgentService as this node calls it. Every method throws TowlineError. */
export interface ControllerClient {
  /** Resolves once the controller has answered. */
  reach(signal: AbortSignal): Promise<void>;
  watch(signal: AbortSignal): AsyncIterable<WatchResponse>;
  fetchBundle(release: number, heldFiles: Buffer[], signal: AbortSignal): AsyncIterable<FetchBundleResponse>;
  confirm(request: ConfirmRequestInput, signal: AbortSignal): Promise<ConfirmResponse>;
  report(request: ReportRequestInput, signal: AbortSignal): Promise<void>;
  /** Closes the connection; calls that are under way fail. */
  close(): void;
}

/** Opens a client with a connection of its own. */
export type OpenClient = () => ControllerClient;

export interface ClientOptions {
  /** The controller's IPv6 address in the management tunnel. */
  readonly address: string;
  readonly port: number;
  readonly networkId: string;
  readonly nodeId: number;
  readonly identityPrivateKey: Buffer;
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
    unary<{ challenge: Buffer }>(signal, (done) => client.GetChallenge({}, deadline(unaryTimeoutMs), done));

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
      yield* streamed(client.Watch({ agentVersion }, metadata), signal);
    },
    async *fetchBundle(release, heldFiles, signal) {
      const metadata = await sign('/towline.v1.AgentService/FetchBundle', signal);
      yield* streamed(client.FetchBundle({ release, heldFiles }, metadata, deadline(fetchTimeoutMs)), signal);
    },
    async confirm(request, signal) {
      const metadata = await sign('/towline.v1.AgentService/Confirm', signal);
      return unary(signal, (done) => client.Confirm(request, metadata, deadline(unaryTimeoutMs), done));
    },
    async report(request, signal) {
      const metadata = await sign('/towline.v1.AgentService/Report', signal);
      await unary(signal, (done) => client.Report(request, metadata, deadline(unaryTimeoutMs), done));
    },
    close: () => client.close(),
  };
}

function deadline(ms: number): { deadline: number } {
  return { deadline: Date.now() + ms };
}

type Done<T> = (error: Error | null, response?: T) => void;

function unary<T>(signal: AbortSignal, start: (done: Done<T>) => { cancel(): void }): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    signal.throwIfAborted();
    const cancel = () => call.cancel();
    const call = start((error, response) => {
      signal.removeEventListener('abort', cancel);
      if (error !== null) reject(fromServiceError(error));
      else if (response === undefined) reject(new TowlineError('failed', 'the controller sent no answer'));
      else resolve(response);
    });
    signal.addEventListener('abort', cancel, { once: true });
  });
}

async function* streamed<T>(stream: ClientReadableStream<T>, signal: AbortSignal): AsyncGenerator<T> {
  const cancel = () => stream.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    signal.throwIfAborted();
    for await (const message of stream) yield message as T;
  } catch (error) {
    throw fromServiceError(error);
  } finally {
    signal.removeEventListener('abort', cancel);
    stream.cancel();
  }
}
