import * as z from 'zod';
import { TowlineError } from '../../shared/errors.ts';
import type { BackupSummary } from '../../shared/gen/towline/v1/BackupSummary.ts';

/** What a backup consists of: a tar archive with these files, the description first. */

/** Raised where an older towline would misread a backup. */
export const formatVersion = 1;

export const descriptionName = 'backup.json';
export const configName = 'controller.toml';
export const databaseName = 'controller.db';
export const bundleName = 'inventory.bundle';
const keyName = /^keys\/[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/;

/** Files that a controller cannot do without. */
export const requiredNames = [
  configName,
  'keys/tls.crt',
  'keys/tls.key',
  'keys/wireguard.key',
  bundleName,
  databaseName,
] as const;

/** The largest that a file of each kind can be, in bytes. */
const limits = { [descriptionName]: 64 * 1024 * 1024, [configName]: 1024 * 1024, key: 64 * 1024 };

/** Whether a name is that of a file with a key. */
export function isKeyName(name: string): boolean {
  return keyName.test(name);
}

/** Throws `invalid` for a file that belongs to no backup. */
export function requirePart(name: string, size: number): void {
  const limit = isKeyName(name)
    ? limits.key
    : (limits[name as keyof typeof limits] ?? Number.MAX_SAFE_INTEGER);
  const isKnown = [descriptionName, ...requiredNames].includes(name) || isKeyName(name);
  if (isKnown && size <= limit) return;
  const what = isKnown ? `${name} with ${size} bytes` : JSON.stringify(name);
  throw new TowlineError('invalid', `the file holds no backup of a controller: ${what} is in it`);
}

const node = z.strictObject({ id: z.int().min(1), name: z.string(), site: z.string() });

/** What a backup says of itself. */
const descriptionSchema = z.object({
  format: z.int().min(1),
  /** Version of the program that made it. */
  towline: z.string(),
  /** Unix ms. */
  created_ms: z.int().min(0),
  network: z.string(),
  network_id: z.string().regex(/^[0-9a-f]{32}$/),
  epoch: z.int().min(1).max(0xffff_ffff),
  /** The newest release; 0 if there is none. */
  release: z.int().min(0),
  /** Version of the database's schema. */
  database_version: z.int().min(1),
  /** End of the audit log, as `towline events` prints it; empty for an old database without one. */
  events_head: z.string(),
  /** Keys that are kept elsewhere: `signing key`, `master key`. */
  lacks: z.array(z.enum(['signing key', 'master key'])),
  /** Enrolled routers, by number. */
  nodes: z.array(node),
});

export type Description = z.output<typeof descriptionSchema>;

/** Reads a description. Throws `invalid`; `conflict` for a backup that this program is too old for. */
export function parseDescription(text: string): Description {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new TowlineError(
      'invalid',
      `the file holds no backup of a controller: ${descriptionName} is no JSON`,
      { cause },
    );
  }
  const { format, towline } = (typeof json === 'object' && json !== null ? json : {}) as Partial<Description>;
  if (typeof format === 'number' && format > formatVersion) {
    throw new TowlineError(
      'conflict',
      `the backup has format ${format} and this towline knows ${formatVersion}: install towline ${String(towline).slice(0, 40)}, which made it`,
    );
  }
  const result = descriptionSchema.safeParse(json);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new TowlineError(
    'invalid',
    `the file holds no backup of a controller: ${descriptionName}: ${issue?.path.join('.')}: ${issue?.message}`,
  );
}

/** What is told of a backup that is being made. */
export function summaryOf(description: Description): BackupSummary {
  return {
    networkName: description.network,
    networkId: description.network_id,
    epoch: description.epoch,
    release: description.release,
    nodeCount: description.nodes.length,
    createdMs: description.created_ms,
    eventsHead: description.events_head,
    lacks: description.lacks,
  };
}
