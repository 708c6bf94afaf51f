import { join } from 'node:path';
import { signManifestBytes } from '../../shared/bundle/manifest.ts';
import { signRetirement, signSuccession } from '../../shared/bundle/succession.ts';
import type { SigningKeyPair } from '../../shared/crypto/ed25519.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { SigningChain } from '../../shared/gen/towline/v1/SigningChain.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import type { BundleContent } from '../store/bundles.ts';
import type { SigningKeyRow } from '../store/signing-keys.ts';
import type { Store } from '../store/store.ts';
import {
  firstSigningKey,
  makeSigningKey,
  readSigningKey,
  removeUnusedSigningKeys,
  signingKeyFile,
  signingKeyFiles,
} from './signing-files.ts';

export interface SigningOptions {
  readonly store: Store;
  /** Folder of the controller's keys. */
  readonly dir: string;
  /** Where the private key is read from, once; undefined: from the folder. */
  readonly path: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** The key that signs what nodes are told, and how it changes. */
export interface Signing {
  current(): SigningKeyPair;
  generation(): number;
  /** All keys, oldest first. */
  keys(): readonly SigningKeyRow[];
  /** The way from any earlier key to the current one; null if it was never changed. */
  chain(): SigningChain | null;
  /** The signature over a bundle of a release: made anew where an earlier key made the one that is kept. */
  signatureOf(content: BundleContent, release: number): Buffer;
  /** To be called at each start, before anything is signed: writes down what is new, removes what is over. */
  settle(): Promise<void>;
  /**
   * Makes another key the current one, vouched for by the one before, in one transaction. Throws `invalid`, `failed`.
   *
   * @param path of the new private key; empty: the controller makes it
   * @param within runs in the transaction, with the new key as the current one
   */
  rotate(path: string, within: () => void): Promise<void>;
  /**
   * Has nodes refuse what earlier keys sign, and removes those. Throws `conflict` if there are none.
   *
   * @param within runs in the transaction
   */
  retire(within: () => void): Promise<void>;
}

/** How long a pipe is waited for at the start, and in a rotation. */
const startPatienceMs = 60_000;
const rotatePatienceMs = 2_000;

/** Reads the current key. Throws `failed`, `conflict` where it is not the one that nodes were told. */
export async function openSigning(options: SigningOptions): Promise<Signing> {
  const { store, dir, clock, log } = options;
  const newest = () => rows.at(-1);
  const networkId = () => store.network.get().networkId;
  let pair = await readCurrent(options);
  let rows = store.signingKeys.all();
  let chain = chainOf();

  function chainOf(): SigningChain | null {
    const successions = rows.flatMap(({ succession, signature }) =>
      succession === null || signature === null ? [] : [{ succession, signature }],
    );
    const before = rows.at(-2);
    if (before === undefined) return null;
    const generation = before.generation + 1;
    const isOver = before.retired !== null;
    const retirement = isOver
      ? signRetirement(pair.privateKey, { networkId: networkId(), generation })
      : null;
    return { successions, retirement };
  }

  /** Runs a change of what is written down, with the pair that signs then; in memory as in the database, or in neither. */
  function change(next: SigningKeyPair, work: () => void, within: () => void = () => undefined): void {
    const before = { pair, rows, chain };
    try {
      store.transaction(() => {
        work();
        pair = next;
        rows = store.signingKeys.all();
        chain = chainOf();
        within();
      });
    } catch (error) {
      ({ pair, rows, chain } = before);
      throw error;
    }
  }

  async function removeUnused(): Promise<void> {
    const files = (of: readonly SigningKeyRow[]) => new Set(of.flatMap(({ keyFile }) => keyFile ?? []));
    const over = files(rows.filter(({ retired }) => retired !== null));
    for (const file of await removeUnusedSigningKeys(dir, files(rows), over))
      log.warn(
        { file },
        'a signing key that the database does not know was put aside: if the database was restored, nodes may follow it',
      );
  }

  async function rotate(path: string, within: () => void): Promise<void> {
    if (path === '' && options.path !== undefined) {
      throw new TowlineError(
        'invalid',
        `the signing key comes from ${options.path}: make a new one, for example with 'openssl rand -base64 32', and say with --from where it is`,
      );
    }
    const generation = (newest()?.generation ?? 0) + 1;
    const keyFile = path === '' ? signingKeyFile(generation) : null;
    const next =
      keyFile === null ? await readSigningKey(path, rotatePatienceMs) : await makeSigningKey(dir, keyFile);
    const { publicKey } = next;
    const known = rows.find((row) => row.publicKey.equals(publicKey));
    if (known !== undefined) {
      throw new TowlineError('invalid', `${path} holds signing key ${known.generation}: a new one is needed`);
    }
    const signed = signSuccession(pair.privateKey, { networkId: networkId(), generation, publicKey });
    const row = {
      generation,
      publicKey,
      keyFile,
      ...signed,
      afterRelease: store.releases.newest(),
      begun: clock.now(),
    };
    change(
      next,
      () => {
        // A node takes two keys at most.
        store.signingKeys.retireBefore(generation - 1, row.begun);
        store.signingKeys.insert(row);
      },
      within,
    );
    await removeUnused();
  }

  async function retire(within: () => void): Promise<void> {
    const generation = newest()?.generation ?? 0;
    if (rows.every((row) => row.generation === generation || row.retired !== null)) {
      throw new TowlineError(
        'conflict',
        `signing key ${generation} is the only one that nodes accept already`,
      );
    }
    change(pair, () => store.signingKeys.retireBefore(generation, clock.now()), within);
    await removeUnused();
  }

  return {
    current: () => pair,
    generation: () => newest()?.generation ?? 0,
    keys: () => rows,
    chain: () => chain,
    signatureOf: ({ manifest, signature }, release) =>
      release > (newest()?.afterRelease ?? 0)
        ? signature
        : signManifestBytes(pair.privateKey, manifest).signature,
    async settle() {
      if (rows.length === 0) {
        const keyFile = options.path === undefined ? firstSigningKey : null;
        const { publicKey } = pair;
        const first = {
          generation: 0,
          publicKey,
          keyFile,
          succession: null,
          signature: null,
          afterRelease: 0,
        };
        change(pair, () => store.signingKeys.insert({ ...first, begun: clock.now() }));
      }
      await removeUnused();
      if (options.path === undefined) return;
      const left = (await signingKeyFiles(dir)).filter((file) => join(dir, file) !== options.path);
      if (left.length > 0)
        log.warn({ dir, files: left }, 'signing keys are kept here as well as where signing_key says');
    },
    rotate,
    retire,
  };
}

async function readCurrent({ store, dir, path }: SigningOptions): Promise<SigningKeyPair> {
  const rows = store.signingKeys.all();
  const newest = rows.at(-1);
  const source = path ?? sourceIn(dir, newest);
  const pair = await readSigningKey(source, startPatienceMs);
  if (newest === undefined || newest.publicKey.equals(pair.publicKey)) return pair;
  const held = rows.find(({ publicKey }) => publicKey.equals(pair.publicKey));
  const what = held === undefined ? 'a key that no node was told of' : `signing key ${held.generation}`;
  throw new TowlineError(
    'conflict',
    `${source} holds ${what}, and key ${newest.generation} signs now: put that one there, from a backup if need be`,
  );
}

function sourceIn(dir: string, newest: SigningKeyRow | undefined): string {
  if (newest === undefined) return join(dir, firstSigningKey);
  if (newest.keyFile !== null) return join(dir, newest.keyFile);
  throw new TowlineError(
    'conflict',
    `signing key ${newest.generation} is not kept in ${dir}: say with signing_key in controller.toml where it is`,
  );
}
