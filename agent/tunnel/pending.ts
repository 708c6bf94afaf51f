import { readFile, rm } from 'node:fs/promises';
import type { SignedTunnelMove } from '../../shared/gen/towline/v1/SignedTunnelMove.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';

/**
 * Keeps a move that is not made yet, as it was signed: were the old end to go while this node is off, there would be
 * nobody left to tell it.
 */
export async function writePendingMove(file: string, { move, signature }: SignedTunnelMove): Promise<void> {
  const text = JSON.stringify({ move: move.toString('base64'), signature: signature.toString('base64') });
  await writeAtomically(file, `${text}\n`, 0o600);
}

/** Undefined if there is none, or none that can be read: it is told again. */
export async function readPendingMove(file: string): Promise<SignedTunnelMove | undefined> {
  try {
    const { move, signature } = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    if (typeof move !== 'string' || typeof signature !== 'string') return undefined;
    return { move: Buffer.from(move, 'base64'), signature: Buffer.from(signature, 'base64') };
  } catch {
    return undefined;
  }
}

export async function dropPendingMove(file: string): Promise<void> {
  await rm(file, { force: true });
}
