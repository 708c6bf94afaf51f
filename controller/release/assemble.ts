import { bundleDigest } from '../../shared/bundle/digest.ts';
import { sha256 } from '../../shared/crypto/sha256.ts';
import type { ManifestFile } from '../../shared/gen/towline/v1/ManifestFile.ts';
import type { SecretReference } from '../../shared/gen/towline/v1/SecretReference.ts';
import type { CompiledNode } from '../compile.ts';

/** A bundle before it has a release and a signature, without its files' contents. */
export interface BundleOutline {
  readonly nodeId: number;
  readonly nodeName: string;
  readonly files: readonly ManifestFile[];
  readonly secrets: readonly SecretReference[];
  readonly confirmWindowS: number;
  /** 32 bytes. */
  readonly digest: Buffer;
  /** Names of the enrolled nodes that it has links to, sorted. */
  readonly peers: readonly string[];
}

/** A bundle with what is in its files. */
export interface AssembledBundle {
  readonly outline: BundleOutline;
  /** Path to content. */
  readonly contents: ReadonlyMap<string, Buffer>;
}

/** Hashes a compiled node's files. */
export function assembleBundle(node: CompiledNode): AssembledBundle {
  const contents = new Map(node.files.map((file) => [file.path, Buffer.from(file.content)]));
  const files = node.files
    .map((file): ManifestFile => {
      const content = contents.get(file.path) ?? Buffer.alloc(0);
      return { path: file.path, sha256: sha256(content), length: content.length, mode: file.mode };
    })
    .sort((a, b) => compare(a.path, b.path));
  const secrets = [...node.secrets].sort((a, b) => compare(a.name, b.name));
  const digest = bundleDigest(files, secrets, node.confirmWindowS);
  const { nodeId, name: nodeName, confirmWindowS, peers } = node;
  return { outline: { nodeId, nodeName, files, secrets, confirmWindowS, digest, peers }, contents };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
