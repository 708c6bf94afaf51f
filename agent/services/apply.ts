import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { Bundle } from '../check/bundle.ts';
import type { CustomService } from '../config/services.ts';
import { checkDestination } from './destination.ts';
import { type ServiceFile, serviceFiles, wantedFiles } from './files.ts';
import type { ServicePorts } from './ports.ts';

/** Custom services failed, and nothing else did. */
export class ServiceError extends TowlineError {
  constructor(failures: readonly string[]) {
    super('failed', failures.join('; '));
  }
}

/**
 * Brings the custom services from what is on this machine to what a bundle has: files that differ are written, those
 * of an earlier bundle removed, and what changed is reloaded. Resolves to what failed, one line a service: one
 * that fails does not keep the others. Throws only when called off.
 *
 * @param bundle undefined: no service has files
 */
export async function applyServices(
  ports: ServicePorts,
  bundle: Bundle | undefined,
  signal: AbortSignal,
): Promise<string[]> {
  const { known, placed } = ports.customServices;
  const files = bundle === undefined ? new Map<string, ServiceFile[]>() : serviceFiles(bundle);
  const services = new Map(known.map((service) => [service.name, service]));
  const failures: string[] = [];
  const attempt = async (name: string, step: () => Promise<void>) => {
    try {
      await step();
    } catch (error) {
      const failure = `service ${name}: ${messageOf(error)}`;
      if (signal.aborted) throw new TowlineError('failed', failure, { cause: error });
      failures.push(failure);
    }
  };
  // What goes, goes first: another service may have its folder now.
  for (const name of placed.services()) {
    const service = services.get(name);
    if (!files.has(name)) await attempt(name, () => endService(ports, name, service, signal));
    else if (service !== undefined) await attempt(name, () => leaveFormerFolder(ports, service));
  }
  for (const [name, wanted] of files) {
    const service = services.get(name);
    if (service === undefined)
      ports.log.warn({ service: name }, 'agent.toml does not know it, left as it is');
    else await attempt(name, () => putService(ports, service, wantedFiles(wanted, service), signal));
  }
  return failures;
}

/** A service that the bundle does not have any more. */
async function endService(
  ports: ServicePorts,
  name: string,
  service: CustomService | undefined,
  signal: AbortSignal,
): Promise<void> {
  await takeAway(ports, name);
  // The bundle does not depend on it: what the command needs may have gone with the files.
  if (service === undefined) return;
  await reload(ports, service, signal).catch((error) => {
    signal.throwIfAborted();
    ports.log.warn({ service: name, error: messageOf(error) }, 'reload after removing');
  });
}

/** A service that agent.toml has in another folder now. */
async function leaveFormerFolder(ports: ServicePorts, { name, destination }: CustomService): Promise<void> {
  if (ports.customServices.placed.of(name)?.destination === destination) return;
  await ports.customServices.due.add(name);
  await takeAway(ports, name);
}

async function takeAway({ customServices, log }: ServicePorts, name: string): Promise<void> {
  const { hands, placed } = customServices;
  const { destination = '', files = [] } = placed.of(name) ?? {};
  const removed = await hands.present(destination, files);
  if (removed.length > 0) {
    await checkDestination(destination, []);
    try {
      await hands.remove(destination, removed);
    } catch (error) {
      // A folder that agent.toml does not list any more is not the root helper's: no bundle is to fail of that.
      if (!(error instanceof TowlineError) || error.code !== 'denied') throw error;
      log.warn({ service: name, from: destination, files: removed, error: error.message }, 'files stay');
      return placed.record(name, undefined);
    }
  }
  await placed.record(name, undefined);
  log.info({ service: name, from: destination, removed }, 'service files removed');
}

async function putService(
  ports: ServicePorts,
  service: CustomService,
  wanted: readonly ServiceFile[],
  signal: AbortSignal,
): Promise<void> {
  const { name, destination } = service;
  const { hands, placed, closed, due } = ports.customServices;
  const before = placed.of(name) ?? { destination, files: [] };
  if (before.destination !== destination)
    throw new TowlineError('failed', `${before.destination} has its files`);
  await checkDestination(destination, closed);
  const names = wanted.map((file) => file.name);
  const written = await hands.differing(service, wanted);
  const gone = before.files.filter((file) => !names.includes(file));
  const removed = await hands.present(destination, gone);
  if (written.length > 0 || removed.length > 0) {
    await due.add(name);
    await placed.record(name, { destination, files: [...new Set([...before.files, ...names])] });
    const files = wanted.filter((file) => written.includes(file.name));
    await hands.place(service, files, removed);
    ports.log.info({ service: name, written, removed }, 'service files');
  }
  await placed.record(name, { destination, files: names });
  if (!due.has(name)) return;
  await reload(ports, service, signal);
  await due.delete(name);
}

async function reload(ports: ServicePorts, service: CustomService, signal: AbortSignal): Promise<void> {
  if (service.reload === undefined) return;
  await ports.customServices.hands.reload(service, signal);
  ports.log.info({ service: service.name }, 'service reloaded');
}
