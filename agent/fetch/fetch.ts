import { sha256 } from '../../shared/crypto/sha256.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { Manifest } from '../../shared/gen/towline/v1/Manifest.ts';
import type { SignedManifest } from '../../shared/gen/towline/v1/SignedManifest.ts';
import type { ControllerClient } from '../session/client.ts';

/** A bundle as it arrived: its manifest was accepted, its files match it. */
export interface FetchedBundle {
  readonly signed: SignedManifest;
  readonly manifest: Manifest;
  /** Content of the files that the node lacked, by the hexadecimal SHA-256. */
  readonly contents: ReadonlyMap<string, Buffer>;
}

// A bundle of a node with 500 links is about 2 MB.
const mostBytes = 32 * 1024 * 1024;

/**
 * Fetches a release's bundle. The manifest comes first and is opened before any file is taken; files that it
 * does not name, or whose content is another, end the fetch. Throws `untrusted` or what the controller says.
 *
 * @param held hexadecimal SHA-256 of the files on disk
 * @param open checks signature and rules; nothing more is taken before it resolves
 */
export async function fetchBundle(
  client: ControllerClient,
  release: number,
  held: ReadonlySet<string>,
  open: (signed: SignedManifest) => Manifest | Promise<Manifest>,
  signal: AbortSignal,
): Promise<FetchedBundle> {
  const heldFiles = [...held].sort().map((digest) => Buffer.from(digest, 'hex'));
  const contents = new Map<string, Buffer>();
  let [signed, manifest]: [SignedManifest?, Manifest?] = [];
  let bytes = 0;
  for await (const part of client.fetchBundle(release, heldFiles, signal)) {
    if (part.manifest) {
      if (manifest !== undefined) throw new TowlineError('untrusted', 'the bundle has two manifests');
      signed = part.manifest;
      manifest = await open(signed);
    } else if (part.file) {
      const { content } = part.file;
      const digest = sha256(content);
      if (!manifest?.files.some((file) => digest.equals(file.sha256) && content.length === file.length)) {
        throw new TowlineError('untrusted', 'the bundle holds a file that its manifest does not name');
      }
      bytes += content.length;
      if (bytes > mostBytes)
        throw new TowlineError('untrusted', `the bundle is larger than ${mostBytes} bytes`);
      contents.set(digest.toString('hex'), content);
    }
  }
  if (signed === undefined || manifest === undefined) {
    throw new TowlineError('failed', `the controller sent no manifest for release ${release}`);
  }
  return { signed, manifest, contents };
}
