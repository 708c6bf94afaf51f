import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type BoxKeyPair, boxPublicKey, generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import { TowlineError } from '../../shared/errors.ts';
import { createMutex } from '../../shared/os/mutex.ts';
import { syncFolder } from '../../shared/os/write-atomically.ts';
import { linkKeyName, linkKeyVersions } from './link-key-files.ts';
import { loadOrMake } from './load.ts';

/** A version of the links' key pair, as the controller may know it. */
export interface LinkPublicKey {
  readonly version: number;
  /** 32 bytes. */
  readonly publicKey: Buffer;
}

/** The key pairs of this node's links: the one of its enrollment is version 1, and each renewal makes the next. */
export interface LinkKeys {
  /** Throws `invalid` for a version that is not here. */
  privateKey(version: number): Buffer;
  has(version: number): boolean;
  /** Makes a version, unless it is here; it is on the disk when this resolves. Throws `invalid`. */
  make(version: number): Promise<void>;
  /** Made beside the one of the enrollment, sorted by version. */
  renewed(): LinkPublicKey[];
  /** Takes versions away that are older than the newest of these and not among them. */
  forgetAllBut(used: ReadonlySet<number>): Promise<void>;
}

/** More of them lie on no node whose controller is in its right mind. */
const mostVersions = 16;

/** Opens the key pairs in the folder of a node's keys. Throws as `loadKeys` does. */
export async function openLinkKeys(folder: string): Promise<LinkKeys> {
  const keys = new Map<number, BoxKeyPair>();
  const load = async (version: number) => {
    const privateKey = await loadOrMake(pathOf(folder, version), () => generateBoxKeyPair().privateKey);
    keys.set(version, { privateKey, publicKey: boxPublicKey(privateKey) });
  };
  for (const version of await linkKeyVersions(folder)) await load(version);
  // The controller asks more than once: of two that make one version at a time, one would be on the disk and the other
  // one in memory, and known to the controller.
  const turn = createMutex();

  async function make(version: number): Promise<void> {
    if (keys.has(version)) return;
    const isVersion = Number.isInteger(version) && version > 1 && version < 1e9;
    if (!isVersion || keys.size >= mostVersions)
      throw new TowlineError('invalid', `no version ${version} of the links' key is made here`);
    await load(version);
  }

  async function forgetAllBut(used: ReadonlySet<number>): Promise<void> {
    const newest = Math.max(0, ...used);
    const old = [...keys.keys()].filter((version) => version < newest && !used.has(version));
    for (const version of old) {
      await rm(pathOf(folder, version), { force: true });
      keys.delete(version);
    }
    if (old.length > 0) await syncFolder(folder);
  }

  return {
    privateKey(version) {
      const pair = keys.get(version);
      if (pair !== undefined) return pair.privateKey;
      throw new TowlineError('invalid', `version ${version} of the links' key is not on this node`);
    },
    has: (version) => keys.has(version),
    make: (version) => turn.run(() => make(version)),
    renewed: () =>
      [...keys]
        .filter(([version]) => version > 1)
        .map(([version, { publicKey }]) => ({ version, publicKey }))
        .sort((a, b) => a.version - b.version),
    forgetAllBut: (used) => turn.run(() => forgetAllBut(used)),
  };
}

function pathOf(folder: string, version: number): string {
  return join(folder, `${linkKeyName(version)}.key`);
}
