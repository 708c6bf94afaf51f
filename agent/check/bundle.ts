import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openManifest } from '../../shared/bundle/manifest.ts';
import { openSecrets } from '../../shared/bundle/secrets.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { Manifest } from '../../shared/gen/towline/v1/Manifest.ts';
import { signedManifestCodec } from '../../shared/rpc/codec.ts';
import type { Signers } from '../keys/signers.ts';
import { checkFile } from '../verify/files.ts';
import { type LinkFile, parseLinkFile } from './link-file.ts';
import { parseSettings, type Settings } from './settings.ts';

/** A bundle on disk, read and understood. */
export interface Bundle {
  /** Hexadecimal. */
  readonly digest: string;
  readonly folder: string;
  readonly manifest: Manifest;
  readonly settings: Settings;
  /** Sorted by interface. */
  readonly links: readonly LinkFile[];
  /** Pre-shared keys in base64 by `<name>:<version>`; they exist in memory only. */
  readonly presharedKeys: ReadonlyMap<string, string>;
}

/** The keys that it takes to read a bundle. */
export interface BundleKeys {
  readonly signers: Pick<Signers, 'known'>;
  readonly sealingPrivateKey: Buffer;
  /** Whether this node has a version of its links' key; absent: that is not looked at. */
  readonly hasLinkKey?: (version: number) => boolean;
}

/**
 * Reads a staged bundle: signature, each file's digest, and the meaning of every file but BIRD's own. Throws
 * `untrusted` or `invalid`.
 */
export async function readBundle(folder: string, keys: BundleKeys): Promise<Bundle> {
  const bytes = await readPatiently(join(folder, 'manifest.pb'));
  const signed = signedManifestCodec.decode(bytes);
  // Protobuf has more than one way to say the same, and this node wrote it in one.
  if (!signedManifestCodec.encode(signed).equals(bytes))
    throw new TowlineError('untrusted', `${folder}/manifest.pb is not as this node wrote it`);
  const manifest = openManifest(keys.signers.known(), signed);
  const texts = new Map<string, string>();
  for (const file of manifest.files) {
    const content = await readPatiently(join(folder, file.path));
    checkFile(file, content);
    texts.set(file.path, content.toString('utf8'));
  }
  const links = [...texts]
    .filter(([path]) => path.startsWith('wireguard/'))
    .map(([path, text]) => parseLinkFile(path.slice('wireguard/'.length), text))
    .sort((a, b) => (a.interface < b.interface ? -1 : 1));
  const presharedKeys = readPresharedKeys(manifest, keys.sealingPrivateKey);
  const settings = parseSettings(required(texts, 'agent/settings.toml'));
  required(texts, 'bird/bird.conf');
  checkLinks(links, settings, presharedKeys, keys.hasLinkKey);
  return { digest: basename(folder), folder, manifest, settings, links, presharedKeys };
}

/** A disk's error may be one of a moment: the confirmed bundle is not given up for it at once. */
async function readPatiently(path: string): Promise<Buffer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await readFile(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EIO' || attempt === 3) throw error;
      await delay(100);
    }
  }
}

const passing = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'EINTR']);

/** Whether `readBundle` failed for want of something that may be there later: the bundle itself may be whole. */
export function isPassing(error: unknown): boolean {
  return passing.has((error as NodeJS.ErrnoException).code ?? '');
}

function required(texts: ReadonlyMap<string, string>, path: string): string {
  const text = texts.get(path);
  if (text === undefined) throw new TowlineError('invalid', `the bundle lacks ${path}`);
  return text;
}

function readPresharedKeys(manifest: Manifest, sealingPrivateKey: Buffer): Map<string, string> {
  const keys = new Map<string, string>();
  for (const { name, version, value } of openSecrets(sealingPrivateKey, manifest.sealedSecrets)) {
    if (value.length !== 32) throw new TowlineError('invalid', `the secret ${name} is not 32 bytes long`);
    keys.set(`${name}:${version}`, value.toString('base64'));
  }
  return keys;
}

function checkLinks(
  links: readonly LinkFile[],
  settings: Settings,
  keys: ReadonlyMap<string, string>,
  hasLinkKey: BundleKeys['hasLinkKey'],
): void {
  const ports = new Map<number, string>();
  for (const link of links) {
    const other = ports.get(link.listenPort);
    if (other !== undefined) {
      throw new TowlineError(
        'invalid',
        `${link.interface} and ${other} listen on one port, ${link.listenPort}`,
      );
    }
    ports.set(link.listenPort, link.interface);
    if (hasLinkKey?.(link.privateKey) === false) {
      const version = `version ${link.privateKey} of this node's key`;
      throw new TowlineError('invalid', `${link.interface} wants ${version}, which is not on it`);
    }
    const psk = link.peer.presharedKey;
    if (psk !== undefined && !keys.has(`${psk.name}:${psk.version}`)) {
      throw new TowlineError('invalid', `the bundle lacks the secret ${psk.name} in version ${psk.version}`);
    }
  }
  const names = new Set(links.map((link) => link.interface));
  const stray = settings.links.find((link) => !names.has(link.interface));
  if (stray !== undefined) {
    throw new TowlineError(
      'invalid',
      `agent/settings.toml: no WireGuard file for interface ${stray.interface}`,
    );
  }
}
