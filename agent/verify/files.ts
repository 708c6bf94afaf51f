import { sha256 } from '../../shared/crypto/sha256.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { ManifestFile } from '../../shared/gen/towline/v1/ManifestFile.ts';

/** Throws `untrusted` unless the content is the one that the manifest names. */
export function checkFile(file: ManifestFile, content: Uint8Array): void {
  if (content.length !== file.length || !sha256(content).equals(file.sha256)) {
    throw new TowlineError('untrusted', `the content of ${file.path} is not the one that the manifest names`);
  }
}
