import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import type { CustomService } from '../config/services.ts';

/**
 * Services that have to be reloaded: since their files changed, or since the machine started, no reload has succeeded.
 */
export interface DueServices {
  has(name: string): boolean;
  /** To be called before files change: after a crash the service is due then. */
  add(name: string): Promise<void>;
  delete(name: string): Promise<void>;
}

/** A service's name, to its section of agent.toml when it was reloaded. */
const noteSchema = z.strictObject({ bootId: z.string(), reloaded: z.record(z.string(), z.string()) });

/**
 * Every service is due but those that a note from before the agent's start says are not, with the same section of
 * agent.toml. Without a note file, or where it cannot be read, all are.
 *
 * @param file on a tmpfs
 */
export async function openDue(known: readonly CustomService[], file?: string): Promise<DueServices> {
  const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const sections = new Map(known.map((service) => [service.name, JSON.stringify(service)]));
  const before = file === undefined ? {} : await read(file, bootId);
  const isReloaded = (name: string) => Object.hasOwn(before, name) && before[name] === sections.get(name);
  const due = new Set([...sections.keys()].filter((name) => !isReloaded(name)));
  const write = async () => {
    if (file === undefined) return;
    const reloaded = Object.fromEntries([...sections].filter(([name]) => !due.has(name)));
    await mkdir(dirname(file), { recursive: true });
    await writeAtomically(file, `${JSON.stringify({ bootId, reloaded })}\n`, 0o600);
  };
  return {
    has: (name) => due.has(name),
    add: async (name) => {
      if (due.has(name)) return;
      due.add(name);
      await write();
    },
    delete: async (name) => {
      // That it was reloaded may be forgotten: then it is once more.
      if (due.delete(name)) await write().catch(() => {});
    },
  };
}

async function read(file: string, bootId: string): Promise<Readonly<Record<string, string>>> {
  try {
    const note = noteSchema.parse(JSON.parse(await readFile(file, 'utf8')));
    return note.bootId === bootId ? note.reloaded : {};
  } catch {
    return {};
  }
}
