import { accessSync, chmodSync, constants, existsSync, lstatSync, mkdirSync, unlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { TowlineError } from '../../shared/errors.ts';

/**
 * Makes room for the admin socket: takes away one that nobody listens on any more. Throws `conflict` if
 * somebody does, or if there is something else at its path.
 */
export async function clearSocket(path: string): Promise<void> {
  requireFolder(dirname(path));
  if (!existsSync(path)) return;
  if (!lstatSync(path).isSocket()) {
    throw new TowlineError(
      'conflict',
      `${path} is there and is no socket: remove it, or set another path in controller.toml`,
    );
  }
  if (await answers(path)) {
    throw new TowlineError(
      'conflict',
      `a controller listens on ${path} already: stop it first ('systemctl stop towline')`,
    );
  }
  unlinkSync(path);
}

function requireFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    const owner = `-o ${process.geteuid?.()} -g ${process.getegid?.()}`;
    throw new TowlineError(
      'denied',
      `the admin socket cannot be made in ${folder}: as root, 'install -d ${owner} ${folder}' (RuntimeDirectory= of a unit does it at each start), or set socket in controller.toml`,
      { cause },
    );
  }
}

/** Lets the owner and the group in, nobody else. */
export function restrictSocket(path: string): void {
  chmodSync(path, 0o660);
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
