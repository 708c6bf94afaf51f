import { lchown, mkdir, stat } from 'node:fs/promises';
import { messageOf } from '../../shared/errors.ts';
import type { AgentConfig } from '../config/schema.ts';
import type { Owner } from '../services/owner.ts';

/** Where wireguard-go has its sockets. */
const userspaceSockets = '/run/wireguard';

/** The user that the agent runs as: the owner of its state folder, or, where that is not there yet, this one. */
export async function agentUser({ state_dir }: Pick<AgentConfig, 'state_dir'>): Promise<Owner> {
  const { uid, gid } = await stat(state_dir).catch(() => ({
    uid: process.geteuid?.() ?? 0,
    gid: process.getegid?.() ?? 0,
  }));
  return { uid, gid };
}

/** Gives the agent's user the folders on tmpfs that it writes to. Resolves to warnings. */
export async function prepareFolders(
  { runtime_dir }: Pick<AgentConfig, 'runtime_dir'>,
  { uid, gid }: Owner,
): Promise<string[]> {
  const warnings: string[] = [];
  for (const [path, mode] of [[runtime_dir, 0o755] as const, [userspaceSockets, 0o700] as const]) {
    try {
      await mkdir(path, { recursive: true, mode });
      await lchown(path, uid, gid);
    } catch (error) {
      warnings.push(`${path}: ${messageOf(error)}`);
    }
  }
  return warnings;
}
