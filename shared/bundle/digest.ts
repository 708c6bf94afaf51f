import { createHash } from 'node:crypto';
import type { ManifestFile } from '../gen/towline/v1/ManifestFile.ts';
import type { SecretReference } from '../gen/towline/v1/SecretReference.ts';

/**
 * Identity of a bundle: SHA-256 (32 bytes) over what it says, one line a fact, sorted. It does not depend on
 * when or in which release the bundle was made.
 */
export function bundleDigest(
  files: readonly ManifestFile[],
  secrets: readonly SecretReference[],
  confirmWindowS: number,
): Buffer {
  const lines = [
    `window ${confirmWindowS}`,
    ...files
      .map((file) => `file ${file.path} ${file.mode.toString(8)} ${file.sha256.toString('hex')}`)
      .sort(),
    ...secrets.map((secret) => `secret ${secret.name} ${secret.version}`).sort(),
  ];
  return createHash('sha256')
    .update(`towline bundle v1\n${lines.join('\n')}\n`)
    .digest();
}
