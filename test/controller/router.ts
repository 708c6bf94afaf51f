// long: everything that a router says to a controller, for tests.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentials, Metadata } from '@grpc/grpc-js';
import { acceptedKeys, followChain, type TrustedKeys } from '../../agent/verify/succession.ts';
import { openManifest } from '../../shared/bundle/manifest.ts';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { openAnswer } from '../../shared/enrollment/answer.ts';
import { enrollmentCode, signRequest } from '../../shared/enrollment/request.ts';
import { proveToken } from '../../shared/enrollment/token.ts';
import type { ConfirmAgentRequestInput } from '../../shared/gen/towline/v1/ConfirmAgentRequest.ts';
import type { ConfirmAgentResponse } from '../../shared/gen/towline/v1/ConfirmAgentResponse.ts';
import type { ConfirmResponse } from '../../shared/gen/towline/v1/ConfirmResponse.ts';
import type { EnrollmentAnswer } from '../../shared/gen/towline/v1/EnrollmentAnswer.ts';
import type { EnrollmentPending } from '../../shared/gen/towline/v1/EnrollmentPending.ts';
import type { EnrollRequest } from '../../shared/gen/towline/v1/EnrollRequest.ts';
import type { EnrollResponse } from '../../shared/gen/towline/v1/EnrollResponse.ts';
import type { FetchBundleResponse } from '../../shared/gen/towline/v1/FetchBundleResponse.ts';
import type { Manifest } from '../../shared/gen/towline/v1/Manifest.ts';
import type { NodeFacts } from '../../shared/gen/towline/v1/NodeFacts.ts';
import type { SigningChain } from '../../shared/gen/towline/v1/SigningChain.ts';
import type { WatchRequestInput } from '../../shared/gen/towline/v1/WatchRequest.ts';
import type { WatchResponse } from '../../shared/gen/towline/v1/WatchResponse.ts';
import { challengeKey, signatureKey, signCall } from '../../shared/rpc/call-signature.ts';
import { clientOptions } from '../../shared/rpc/channel.ts';
import { v1 } from '../../shared/rpc/protocol.ts';
import { type Harness, testAddress } from './harness.ts';
import { type Relay, startRelay } from './relay.ts';

/** The private keys of a router and what it sends of them. */
export interface RouterKeys {
  readonly identity: ReturnType<typeof generateSigningKeyPair>;
  readonly management: ReturnType<typeof generateBoxKeyPair>;
  readonly link: ReturnType<typeof generateBoxKeyPair>;
  readonly sealing: ReturnType<typeof generateBoxKeyPair>;
}

export function makeKeys(): RouterKeys {
  return {
    identity: generateSigningKeyPair(),
    management: generateBoxKeyPair(),
    link: generateBoxKeyPair(),
    sealing: generateBoxKeyPair(),
  };
}

export function makeRequest(
  keys: RouterKeys,
  hostName: string,
  keyHash: Buffer,
  { token, facts: own }: { readonly token?: string; readonly facts?: Partial<NodeFacts> } = {},
): EnrollRequest {
  const publicKeys = {
    identityPublicKey: keys.identity.publicKey,
    managementPublicKey: keys.management.publicKey,
    linkPublicKey: keys.link.publicKey,
    sealingPublicKey: keys.sealing.publicKey,
    hostName,
  };
  const facts = {
    agentVersion: '0.1.0',
    kernel: '6.1',
    architecture: 'x64',
    hardware: 'test',
    birdVersion: '2.0.12',
    ...own,
  };
  const claim = { ...publicKeys, facts, requestNonce: randomBytes(32) };
  const signature = signRequest(keys.identity.privateKey, claim, keyHash);
  return { ...claim, signature, token: token === undefined ? null : proveToken(token, claim, keyHash) };
}

/** A response, and the code that the router shows while it waits. */
export interface Answered extends Omit<EnrollResponse, 'pending'> {
  readonly pending?: (EnrollmentPending & { readonly code: string }) | null;
}

/** Sends a request to the enrollment listener over TLS. */
export async function enroll(harness: Harness, request: EnrollRequest): Promise<Answered> {
  const certificate = readFileSync(join(harness.config.state_dir, 'keys/tls.crt'));
  const client = new v1.EnrollmentService(
    `127.0.0.1:${harness.controller.listening().enrollment}`,
    credentials.createSsl(certificate, null, null, { checkServerIdentity: () => undefined }),
    { ...clientOptions, 'grpc.ssl_target_name_override': 'towline' },
  );
  try {
    const response = await new Promise<EnrollResponse>((resolve, reject) => {
      client.Enroll(request, (error, answer) => (error ? reject(error) : resolve(answer as EnrollResponse)));
    });
    const { pending, ...rest } = response;
    if (!pending) return rest;
    const code = enrollmentCode(request, harness.keyHash, pending.controllerNonce);
    return { ...rest, pending: { ...pending, code } };
  } finally {
    client.close();
  }
}

/** A router that was let in, and has a connection that comes from its management address. */
export class Router {
  readonly name: string;
  readonly keys: RouterKeys;
  readonly answer: EnrollmentAnswer;
  /** The signing keys that it trusts; it follows changes as an agent does. */
  trusted: TrustedKeys;
  readonly #relay: Relay;
  readonly #client: InstanceType<typeof v1.AgentService>;

  private constructor(name: string, keys: RouterKeys, answer: EnrollmentAnswer, relay: Relay) {
    this.name = name;
    this.keys = keys;
    this.answer = answer;
    const { signingGeneration: generation, signingPublicKey } = answer;
    this.trusted = { generation, keys: [signingPublicKey], acceptedFrom: generation };
    this.#relay = relay;
    this.#client = new v1.AgentService(
      `127.0.0.1:${relay.port}`,
      credentials.createInsecure(),
      clientOptions,
    );
  }

  /** Asks, is approved by the command line, and asks again. */
  static async join(harness: Harness, name: string, ...approval: string[]): Promise<Router> {
    const keys = makeKeys();
    const request = makeRequest(keys, name, harness.keyHash);
    const { pending } = await enroll(harness, request);
    await harness.json('approve', pending?.code ?? '', ...approval);
    const { accepted } = await enroll(harness, request);
    if (!accepted) throw new Error(`${name} was not accepted`);
    return Router.connect(
      harness,
      name,
      keys,
      openAnswer(keys.sealing.privateKey, request, harness.keyHash, accepted),
    );
  }

  /** A connection that comes from `address`, by default the one of the answer's node. */
  static async connect(
    harness: Harness,
    name: string,
    keys: RouterKeys,
    answer: EnrollmentAnswer,
    address = testAddress(answer.nodeId),
  ): Promise<Router> {
    return new Router(name, keys, answer, await startRelay(harness.controller.listening().agents, address));
  }

  async challenge(): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#client.GetChallenge({}, (error, response) =>
        error ? reject(error) : resolve(response?.challenge ?? Buffer.alloc(0)),
      );
    });
  }

  /** Metadata that answers a challenge for a method, with this router's key unless another is given. */
  async signed(
    method: string,
    challenge?: Buffer,
    privateKey = this.keys.identity.privateKey,
  ): Promise<Metadata> {
    const fresh = challenge ?? (await this.challenge());
    const { networkId, nodeId } = this.answer;
    const path = `/towline.v1.AgentService/${method}`;
    const metadata = new Metadata();
    metadata.set(challengeKey, fresh);
    metadata.set(signatureKey, signCall(privateKey, { networkId, nodeId, method: path, challenge: fresh }));
    return metadata;
  }

  /** Calls a method with any metadata; resolves to the code of its answer, 0 once there is one. */
  codeOf(method: AgentMethod, request: object, metadata: Metadata): Promise<number> {
    return new Promise((resolve) => {
      const done = (error: { code?: number } | null) => resolve(error?.code ?? 0);
      if (method === 'Report') this.#client.Report(request, metadata, done);
      else if (method === 'ReportAddresses') this.#client.ReportAddresses(request, metadata, done);
      else if (method === 'Answer') this.#client.Answer(request, metadata, done);
      else if (method === 'Confirm') this.#client.Confirm(request, metadata, done);
      else if (method === 'ConfirmAgent') this.#client.ConfirmAgent(request, metadata, done);
      else {
        const stream =
          method === 'Watch'
            ? this.#client.Watch(request, metadata)
            : method === 'FetchAgent'
              ? this.#client.FetchAgent(request, metadata)
              : this.#client.FetchBundle(request, metadata);
        stream.on('error', done);
        stream.on('data', () => {
          resolve(0);
          stream.cancel();
        });
        stream.on('end', () => resolve(0));
      }
    });
  }

  async report(fields: object, metadata?: Metadata): Promise<void> {
    const using = metadata ?? (await this.signed('Report'));
    await new Promise<void>((resolve, reject) => {
      this.#client.Report(fields, using, (error) => (error ? reject(error) : resolve()));
    });
  }

  async reportAddresses(
    ownAddresses: string[],
    leftAddresses: string[] = [],
    probedFamily = 0,
  ): Promise<boolean> {
    const metadata = await this.signed('ReportAddresses');
    return await new Promise((resolve, reject) => {
      this.#client.ReportAddresses(
        { ownAddresses, leftAddresses, probedFamily },
        metadata,
        (error, answer) => (error ? reject(error) : resolve(answer?.probeSeen === true)),
      );
    });
  }

  /** Confirms a release that it may have, and says that it runs. */
  async reportRunning(release: number, more: Parameters<Router['report']>[0] = {}): Promise<void> {
    const { bundleDigest } = (await this.fetch(release)).manifest;
    await this.confirm(release, bundleDigest, randomBytes(32));
    await this.report({
      runningRelease: release,
      runningDigest: bundleDigest,
      lastApply: { release, outcome: 'APPLY_OUTCOME_CONFIRMED' },
      ...more,
    });
  }

  async confirm(release: number, bundleDigest: Buffer, nonce: Buffer) {
    const metadata = await this.signed('Confirm');
    return new Promise<ConfirmResponse>((resolve, reject) => {
      this.#client.Confirm({ release, bundleDigest, nonce }, metadata, (error, response) =>
        error || !response ? reject(error ?? new Error('no answer')) : resolve(response),
      );
    });
  }

  /** The verified manifest of a release, as it came too, and the files that were sent, by hexadecimal SHA-256. */
  async fetch(
    release: number,
    held: readonly Buffer[] = [],
  ): Promise<{ manifest: Manifest; bytes: Buffer; files: Map<string, Buffer> }> {
    const stream = this.#client.FetchBundle(
      { release, heldFiles: [...held] },
      await this.signed('FetchBundle'),
    );
    let manifest: Manifest | undefined;
    let bytes: Buffer = Buffer.alloc(0);
    const files = new Map<string, Buffer>();
    for await (const part of stream as AsyncIterable<FetchBundleResponse>) {
      if (part.signingChain) this.follow(part.signingChain);
      if (part.manifest) {
        manifest = openManifest(acceptedKeys(this.trusted), part.manifest);
        bytes = part.manifest.manifest;
      }
      if (part.file) files.set(part.file.sha256.toString('hex'), part.file.content);
    }
    if (manifest === undefined) throw new Error('no manifest came');
    return { manifest, bytes, files };
  }

  follow(chain: SigningChain): void {
    this.trusted = followChain(this.trusted, chain, this.answer.networkId);
  }

  /** The file of the agent that it was told to become. */
  async fetchAgent(number: number): Promise<Buffer> {
    const stream = this.#client.FetchAgent({ number }, await this.signed('FetchAgent'));
    const parts: Buffer[] = [];
    for await (const { content } of stream as AsyncIterable<{ content: Buffer }>) parts.push(content);
    return Buffer.concat(parts);
  }

  async confirmAgent(request: ConfirmAgentRequestInput) {
    const metadata = await this.signed('ConfirmAgent');
    return new Promise<ConfirmAgentResponse>((resolve, reject) => {
      this.#client.ConfirmAgent(request, metadata, (error, response) =>
        error || !response ? reject(error ?? new Error('no answer')) : resolve(response),
      );
    });
  }

  /** Opens a watch; what came is collected. */
  watch(answersQuestions = true): Promise<Watch> {
    return this.watchWith({ agentVersion: '0.1.0', answersQuestions, knowsAgentOrders: true });
  }

  /** The same, as another agent would. */
  async watchWith(request: WatchRequestInput): Promise<Watch> {
    const stream = this.#client.Watch(request, await this.signed('Watch'));
    const watch: Watch = { seen: [], isOpen: true, cancel: () => stream.cancel() };
    stream.on('data', (message: WatchResponse) => void watch.seen.push(message));
    const end = () => {
      watch.isOpen = false;
    };
    stream.on('error', end);
    stream.on('end', end);
    return watch;
  }

  async close(): Promise<void> {
    this.#client.close();
    await this.#relay.close();
  }
}

/** The methods that need an answered challenge. */
export const agentMethods = [
  'Watch',
  'FetchBundle',
  'Confirm',
  'Report',
  'ReportAddresses',
  'Answer',
  'FetchAgent',
  'ConfirmAgent',
] as const;
export type AgentMethod = (typeof agentMethods)[number];

export interface Watch {
  readonly seen: WatchResponse[];
  isOpen: boolean;
  cancel(): void;
}
