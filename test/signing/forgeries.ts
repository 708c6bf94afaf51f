import { signManifest } from '../../shared/bundle/manifest.ts';
import { generateSigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { manifestCodec } from '../../shared/rpc/codec.ts';
import { make } from '../agent/cycle-fixture.ts';
import { type MadeBundle, networkId, nodeId, signing } from '../fakes/bundles.ts';

/** What a node holds a manifest against, as far as a forgery can aim at it. */
export interface NodeFacts {
  readonly networkId: string;
  readonly nodeId: number;
  readonly epoch: number;
  /** Public key (32 bytes) that it trusts. */
  readonly signer: Buffer;
  /** Whether it runs `confirmed`, and has accepted the manifest of `pending` without having its files yet. */
  readonly hasSeen: boolean;
}

/** One attempt to have a node take what is not meant for it now. */
export interface Forgery {
  readonly bundle: MadeBundle;
  /** What the node has to say about it. */
  readonly why: RegExp;
  /** A node that would rightly take the same: what is refused is refused for this difference alone. */
  readonly taker: NodeFacts;
  /** What this node would be sent instead, where the bundle itself is wrong for all. */
  readonly right?: MadeBundle;
}

/** The node that is lied to, and the highest that it has seen. */
export const victim: NodeFacts = { networkId, nodeId, epoch: 3, signer: signing.publicKey, hasSeen: true };
export const seen = { epoch: 5, release: 500 };
const newer = { epoch: seen.epoch, release: seen.release + 1 };
const anew = { ...victim, hasSeen: false };
const stranger = generateSigningKeyPair();

/** Numbers in [0, below) that look random and are the same in every run (Marsaglia, "Xorshift RNGs", 2003). */
export function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** A bundle with one file that says something of its own. */
function saying(text: string, spec: Parameters<typeof make>[1] & { release: number }): MadeBundle {
  const base = make(spec.release, spec);
  const files = Object.fromEntries(
    manifestCodec
      .decode(base.signed.manifest)
      .files.map(({ path, sha256 }) => [path, base.contents.get(sha256.toString('hex'))?.toString() ?? '']),
  );
  return make(spec.release, { ...spec, files: { ...files, 'bird/note.conf': `# ${text}\n` } });
}

/** What the node runs, and what it has seen beyond that. */
export const confirmed = make(seen.release - 1, { epoch: seen.epoch });
export const pending = saying('pending', seen);

type Next = ReturnType<typeof numbers>;

/** The kinds of forgery, each made of the next numbers. */
export const kinds: Readonly<Record<string, (next: Next) => Forgery>> = {
  'older release': (next) => ({
    bundle: saying(`old ${next(1000)}`, { epoch: seen.epoch, release: 1 + next(seen.release - 1) }),
    why: /is older than release 500 of epoch 5, seen before/,
    taker: anew,
  }),
  'older epoch with a higher release': (next) => ({
    bundle: saying(`${next(1000)}`, { epoch: 3 + next(2), release: seen.release + 1 + next(1_000_000) }),
    why: /is older than release 500 of epoch 5, seen before/,
    taker: anew,
  }),
  'epoch before the enrollment': (next) => ({
    bundle: saying(`${next(1000)}`, { epoch: next(3), release: seen.release + 1 + next(1_000_000) }),
    why: /its epoch \d is over, 3 began/,
    taker: { ...anew, epoch: 0 },
  }),
  'other node': (next) => {
    const other = next(2) === 0 ? nodeId + 1 + next(1_000_000) : next(nodeId);
    return {
      bundle: saying(`${next(1000)}`, { ...newer, nodeId: other }),
      why: /it is for node \d+, this is 7/,
      taker: { ...victim, nodeId: other },
    };
  },
  'other network': (next) => {
    const other = [
      `${networkId}${next(1000)}`,
      networkId.slice(1),
      '',
      ` ${networkId}`,
      networkId.toUpperCase(),
    ];
    const name = other[next(other.length)] ?? '';
    return {
      bundle: saying(`${next(1000)}`, { ...newer, networkId: name }),
      why: /it is of another network/,
      taker: { ...victim, networkId: name },
    };
  },
  'equal release with other content': (next) => ({
    bundle: saying(`other ${next(1_000_000)}`, seen),
    why: /release 500 of epoch 5 had another content before/,
    taker: anew,
  }),
  'equal release with secrets sealed anew': () => ({
    bundle: make(seen.release, seen),
    why: /release 500 of epoch 5 had another content before/,
    taker: anew,
  }),
  'manifest with the signature of another': (next) => {
    const [one, two] = [
      saying(`a ${next(1000)}`, newer),
      saying(`b ${next(1000)}`, { ...newer, release: 502 }),
    ];
    return {
      bundle: { ...one, signed: { ...one.signed, signature: two.signed.signature } },
      why: /not signed by the controller/,
      taker: victim,
      right: one,
    };
  },
  'manifest with the files of another': (next) => {
    const { contents } = saying(`other ${next(1_000_000)}`, newer);
    return {
      bundle: { ...pending, contents },
      why: /holds a file that its manifest does not name/,
      taker: victim,
      right: pending,
    };
  },
  'list of files of two manifests': (next) => {
    const [one, two] = [saying(`a ${next(1000)}`, newer), saying(`b ${next(1000) + 1000}`, newer)];
    const [first, second] = [one, two].map(({ signed }) => manifestCodec.decode(signed.manifest));
    if (first === undefined || second === undefined) throw new Error('two manifests');
    const at = next(first.files.length);
    const files = [...first.files.slice(0, at), ...second.files.slice(at)];
    const changed = next(2) === 0 ? { files } : { secrets: [], files };
    const mixed = { ...first, ...changed, files };
    const isSame = files.every((file, index) => first.files[index]?.sha256.equals(file.sha256));
    const manifest = manifestCodec.encode(isSame ? { ...mixed, confirmWindowS: 9 } : mixed);
    return {
      bundle: { ...one, signed: { ...one.signed, manifest } },
      why: /not signed by the controller/,
      taker: victim,
      right: one,
    };
  },
  'mixed manifest that the controller signs': (next) => {
    const [one, two] = [saying(`a ${next(1000)}`, newer), saying(`b ${next(1000) + 1000}`, newer)];
    const [first, second] = [one, two].map(({ signed }) => manifestCodec.decode(signed.manifest));
    if (first === undefined || second === undefined) throw new Error('two manifests');
    const signed = signManifest(signing.privateKey, { ...first, files: second.files });
    return {
      bundle: { ...two, signed, desired: one.desired },
      why: /digest is not that of its files/,
      taker: victim,
      right: two,
    };
  },
  'signed by a stranger': (next) => {
    const right = saying(`${next(1000)}`, newer);
    const signed = signManifest(stranger.privateKey, manifestCodec.decode(right.signed.manifest));
    return {
      bundle: { ...right, signed },
      why: /not signed by the controller/,
      taker: { ...victim, signer: stranger.publicKey },
    };
  },
};
