import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  type Stats,
  statSync,
  unlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';

/**
 * Where the callers of a socket prove who they are: Node says nothing of a socket's peer, but the kernel says whom a
 * file belongs to. The caller makes a symbolic link that the daemon named.
 */
export interface ProofFolder {
  /** Makes the folder, or takes over the one that is there, and empties it. Throws `conflict`, `failed`. */
  prepare(): void;
  /** User id of whoever made the link of this name with this target; undefined if it is not there or not right. */
  ownerOf(name: string, target: string): number | undefined;
  /** Removes a link, if it is there. */
  remove(name: string): void;
  /** Removes everything but these names. */
  sweep(keep: ReadonlySet<string>): void;
}

/** The folder of a socket. The caller knows it by the socket that it opened and takes no daemon's word for it. */
export function proofFolderOf(socket: string): string {
  return `${socket}.proof`;
}

// Owner and group may make files, as they may open the socket; only the owner can list them, and nobody but the owner
// of a file, and of the folder, can rename or remove it (sticky).
const mode = 0o1730;

/**
 * A symbolic link and not a file: its content cannot be changed by anybody, and comes into being with it. So an old
 * file of somebody else's, or one that another program can be brought to make, proves nothing, whether it is moved
 * here, linked here, or made through a link: none leads to a number that was drawn a moment ago.
 */
export function createProofFolder(path: string): ProofFolder {
  const remove = (name: string) => {
    try {
      unlinkSync(join(path, name));
    } catch {
      // Not there, or a folder that somebody made: in nobody's way.
    }
  };
  const sweep = (keep: ReadonlySet<string>) => {
    for (const name of readdirSync(path)) if (!keep.has(name)) remove(name);
  };
  return {
    remove,
    sweep,
    prepare() {
      makeFolder(path);
      sweep(new Set());
    },
    ownerOf(name, target) {
      try {
        // In this order: of what belongs to somebody else nobody can make anything else afterwards (sticky).
        const { uid, nlink, ...found } = statOf(join(path, name));
        const isWhole = found.isLink && nlink === 1 && readlinkSync(join(path, name)) === target;
        return isWhole ? uid : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

function statOf(path: string) {
  const stat: Stats = lstatSync(path);
  return { uid: stat.uid, nlink: stat.nlink, isLink: stat.isSymbolicLink() };
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const stat = lstatSync(path);
  if (!stat.isDirectory() || stat.uid !== process.geteuid?.()) {
    throw new TowlineError(
      'conflict',
      `${path} is no folder of the daemon's: remove it, or set another socket in controller.toml`,
    );
  }
  chmodSync(path, mode);
  // A file system that has no sticky bit or no owners would make every proof worthless.
  if ((statSync(path).mode & 0o7777) !== mode) {
    throw new TowlineError(
      'failed',
      `${path} does not keep its mode: set socket to a path on another file system`,
    );
  }
}
