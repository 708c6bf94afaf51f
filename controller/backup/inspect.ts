import { createHash } from 'node:crypto';
import { TowlineError } from '../../shared/errors.ts';
import { newestVersion } from '../store/migrations.ts';
import {
  configName,
  type Description,
  descriptionName,
  parseDescription,
  requiredNames,
  requirePart,
} from './contents.ts';
import type { OpenedBackup } from './read-backup.ts';

/** A backup that was read from its first byte to its last one. */
export interface Inspected {
  readonly description: Description;
  /** Text of controller.toml. */
  readonly config: string;
  /** Size in bytes and SHA-256 of each file by its name. */
  readonly parts: ReadonlyMap<string, { readonly size: number; readonly sha256: string }>;
}

/**
 * Reads a whole backup and keeps none of it: that it is authentic, complete, and one that this program can restore. Throws
 * `untrusted`, `invalid`; `conflict` for one of a newer towline.
 */
export async function inspect(backup: OpenedBackup): Promise<Inspected> {
  const parts = new Map<string, { size: number; sha256: string }>();
  const texts = new Map<string, string>();
  for await (const { name, size, content } of backup.files()) {
    if (parts.size === 0 && name !== descriptionName) throw incomplete(descriptionName);
    requirePart(name, size);
    if (parts.has(name))
      throw new TowlineError('invalid', `the file holds no backup of a controller: ${name} is in it twice`);
    const hash = createHash('sha256');
    const kept: Buffer[] = [];
    for await (const piece of content) {
      hash.update(piece);
      if (name === descriptionName || name === configName) kept.push(piece);
    }
    parts.set(name, { size, sha256: hash.digest('hex') });
    if (kept.length > 0) texts.set(name, Buffer.concat(kept).toString('utf8'));
    // Before gigabytes are read of what cannot be restored anyway.
    if (name === descriptionName) requireKnown(parseDescription(texts.get(name) ?? ''));
  }
  const missing = requiredNames.find((name) => !parts.has(name));
  if (missing !== undefined) throw incomplete(missing);
  const description = parseDescription(texts.get(descriptionName) ?? '');
  return { description, config: texts.get(configName) ?? '', parts };
}

function requireKnown({ database_version: version, towline }: Description): void {
  if (version <= newestVersion) return;
  throw new TowlineError(
    'conflict',
    `the database in the backup has version ${version} and this towline knows ${newestVersion}: install towline ${towline.slice(0, 40)}, which made it, or a newer one`,
  );
}

function incomplete(name: string): TowlineError {
  return new TowlineError(
    'invalid',
    `the file holds no backup of a controller: ${name} is not where it belongs`,
  );
}
