import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { parseBundlePath } from '../../shared/bundle/path.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Log } from '../../shared/os/log.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';

/** Where the files of a service are, and which ones in that folder are a bundle's. */
export interface Placement {
  readonly destination: string;
  /** Names, sorted. */
  readonly files: readonly string[];
}

/**
 * Remembers which files of custom services the agent put in place, so that it removes these and no others: also
 * after a crash, a rollback, or a change of agent.toml. Recorded before the files are touched.
 */
export interface PlacedFiles {
  /** Sorted. */
  services(): readonly string[];
  of(service: string): Placement | undefined;
  /** On the disk when the promise resolves. Without a placement the service has no files any more. */
  record(service: string, placement: Placement | undefined): Promise<void>;
}

const schema = z.strictObject({
  version: z.literal(1),
  services: z.array(
    z
      .strictObject({
        service: z.string(),
        destination: z.string().startsWith('/'),
        files: z.array(z.string()),
      })
      .refine(({ service, files }) =>
        files.every((file) => parseBundlePath(`${service}/${file}`) !== undefined),
      ),
  ),
});

/**
 * Opens services.json. A missing one is empty, and so is a damaged one, which the log names: a router must come up,
 * and the bundle that it confirmed says again which files are its own.
 */
export async function openPlacedFiles(path: string, log: Log): Promise<PlacedFiles> {
  let placements = await read(path, log);
  return {
    services: () => [...placements.keys()].sort(),
    of: (service) => placements.get(service),
    record: async (service, placement) => {
      const next = placement && { destination: placement.destination, files: [...placement.files].sort() };
      if (JSON.stringify(placements.get(service)) === JSON.stringify(next)) return;
      const all = new Map(placements);
      if (next === undefined) all.delete(service);
      else all.set(service, next);
      const services = [...all].map(([name, value]) => ({ service: name, ...value }));
      await writeAtomically(path, `${JSON.stringify({ version: 1, services }, null, 2)}\n`, 0o600);
      placements = all;
    },
  };
}

async function read(path: string, log: Log): Promise<Map<string, Placement>> {
  try {
    const { services } = schema.parse(JSON.parse(await readFile(path, 'utf8')));
    return new Map(services.map(({ service, ...placement }) => [service, placement]));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    log.error({ file: path, error: messageOf(error) }, 'list of placed files is damaged, beginning anew');
    return new Map();
  }
}
