import { knownServices } from '../../../agent/config/schema.ts';
import { fetchBundle } from '../../../agent/fetch/fetch.ts';
import { acceptManifest } from '../../../agent/verify/accept.ts';
import { openManifest } from '../../../shared/bundle/manifest.ts';
import { openSecrets } from '../../../shared/bundle/secrets.ts';
import { generateSigningKeyPair } from '../../../shared/crypto/ed25519.ts';
import { sha256 } from '../../../shared/crypto/sha256.ts';
import { generateBoxKeyPair } from '../../../shared/crypto/x25519.ts';
import { openAnswer, sealAnswer } from '../../../shared/enrollment/answer.ts';
import type { SignedManifest } from '../../../shared/gen/towline/v1/SignedManifest.ts';
import { manifestCodec } from '../../../shared/rpc/codec.ts';
import { flipsOf, sending } from '../../../test/signing/flips.ts';
import type { Station } from '../station.ts';

/** Something that a node takes as it is, and tries with each of its bytes changed. */
export interface Flippable {
  readonly whole: () => unknown;
  readonly flips: () => Iterable<() => unknown>;
}

const never = new AbortController().signal;

/** Every part of a bundle that a controller made, and of an answer to an enrollment. */
export async function flippables({ harness, berlin }: Station): Promise<Record<string, Flippable>> {
  const { store } = harness.controller;
  const { nodeId, networkId, signingPublicKey, epoch } = berlin.answer;
  const content = store.bundles.at(nodeId, store.releases.newest())?.content;
  if (content === undefined) throw new RangeError('the controller has no bundle');
  const signed: SignedManifest = { manifest: content.manifest, signature: content.signature };
  const { files, sealedSecrets, release } = manifestCodec.decode(signed.manifest);
  const contents = files.map(({ sha256: digest }) => store.blobs.get(digest));
  const rules = { networkId, nodeId, epoch, highestSeen: undefined, services: knownServices };
  const open = (given: SignedManifest) => {
    const manifest = openManifest(signingPublicKey, given);
    acceptManifest(manifest, sha256(given.manifest).toString('hex'), rules);
    return manifest;
  };
  const fetch = (given: readonly Buffer[]) =>
    fetchBundle(sending(signed, given), release, new Set(), open, never);
  const { privateKey } = berlin.keys.sealing;
  return {
    manifest: {
      whole: () => open(signed),
      flips: () => map(flipsOf(signed.manifest), (manifest) => () => open({ ...signed, manifest })),
    },
    signature: {
      whole: () => open(signed),
      flips: () => map(flipsOf(signed.signature), (signature) => () => open({ ...signed, signature })),
    },
    files: {
      whole: () => fetch(contents),
      *flips() {
        for (const whole of contents) yield* map(flipsOf(whole), (flipped) => () => fetch([flipped]));
      },
    },
    'sealed secrets': {
      whole: () => openSecrets(privateKey, sealedSecrets),
      flips: () => map(flipsOf(sealedSecrets), (sealed) => () => openSecrets(privateKey, sealed)),
    },
    ...answerFlips(berlin.answer),
  };
}

/** The answer to an enrollment, sealed and signed as the controller does. */
function answerFlips(answer: Station['berlin']['answer']): Record<string, Flippable> {
  const [signing, sealing] = [generateSigningKeyPair(), generateBoxKeyPair()];
  const server = Buffer.alloc(32, 7);
  const claim = {
    identityPublicKey: generateSigningKeyPair().publicKey,
    managementPublicKey: generateBoxKeyPair().publicKey,
    linkPublicKey: generateBoxKeyPair().publicKey,
    sealingPublicKey: sealing.publicKey,
    ...{ hostName: 'berlin', facts: null, requestNonce: Buffer.alloc(32, 3) },
  };
  const accepted = sealAnswer(signing.privateKey, claim, server, {
    ...answer,
    signingPublicKey: signing.publicKey,
  });
  const open = (more: Partial<typeof accepted>) =>
    openAnswer(sealing.privateKey, claim, server, { ...accepted, ...more });
  return {
    'sealed answer': {
      whole: () => open({}),
      flips: () => map(flipsOf(accepted.sealedAnswer), (sealedAnswer) => () => open({ sealedAnswer })),
    },
    'signature of the answer': {
      whole: () => open({}),
      flips: () => map(flipsOf(accepted.signature), (signature) => () => open({ signature })),
    },
  };
}

/** The parts of `flippables`. */
export const flippableParts = [
  ...['manifest', 'signature', 'files', 'sealed secrets', 'sealed answer', 'signature of the answer'],
] as const;

function* map<From, To>(all: Iterable<From>, make: (one: From) => To): Generator<To> {
  for (const one of all) yield make(one);
}
