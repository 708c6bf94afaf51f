import { readFile } from 'node:fs/promises';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { parseEndpoint } from '../../shared/wireguard/config-text.ts';

/** Notes the endpoint of the controller that works now. */
export async function writeLastEndpoint(file: string, endpoint: string, generation: number): Promise<void> {
  await writeAtomically(file, `${JSON.stringify({ endpoint, generation })}\n`, 0o600);
}

/** The endpoint that worked last, where it is of this place: one of a place before belongs to another key. */
export async function readLastEndpoint(file: string, generation: number): Promise<string | undefined> {
  try {
    const last = JSON.parse(await readFile(file, 'utf8')) as { endpoint?: unknown; generation?: unknown };
    if ((last.generation ?? 0) !== generation || typeof last.endpoint !== 'string') return undefined;
    return parseEndpoint(last.endpoint) === undefined ? undefined : last.endpoint;
  } catch {
    return undefined;
  }
}
