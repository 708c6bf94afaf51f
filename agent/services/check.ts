import { join } from 'node:path';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { Bundle } from '../check/bundle.ts';
import type { CustomService } from '../config/services.ts';
import { runServiceCommand } from './command.ts';
import { checkDestination } from './destination.ts';
import { type ServiceFile, serviceFiles, wantedFiles } from './files.ts';
import type { ServicePorts } from './ports.ts';

/**
 * Asks of each custom service in a staged bundle whether its files can be put in place, and its check command
 * whether they are any good. Throws `invalid` for what the command refuses, and `failed` for what this machine lacks.
 */
export async function checkServices(ports: ServicePorts, bundle: Bundle, signal: AbortSignal): Promise<void> {
  const files = serviceFiles(bundle);
  for (const service of ports.customServices.known) {
    const wanted = files.get(service.name);
    if (wanted === undefined) continue;
    try {
      await checkService(
        ports,
        service,
        wantedFiles(wanted, service),
        join(bundle.folder, service.name),
        signal,
      );
    } catch (error) {
      signal.throwIfAborted();
      const code = error instanceof TowlineError ? error.code : 'failed';
      throw new TowlineError(code, `service ${service.name}: ${messageOf(error)}`, { cause: error });
    }
  }
}

async function checkService(
  ports: ServicePorts,
  service: CustomService,
  wanted: readonly ServiceFile[],
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const { destination } = service;
  const { hands, placed, closed } = ports.customServices;
  await checkDestination(destination, closed);
  const before = placed.of(service.name);
  const ours = before?.destination === destination ? before.files : [];
  const others = wanted.filter(({ name }) => !ours.includes(name));
  const [taken] = await hands.present(destination, await hands.differing(service, others));
  if (taken !== undefined)
    throw new TowlineError('failed', `${join(destination, taken)} is there and is no bundle's, move it away`);
  if (service.check === undefined) return;
  await runServiceCommand(ports.run, service, service.check, { folder, destination }, signal);
}
