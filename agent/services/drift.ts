import { join } from 'node:path';
import type { Bundle } from '../check/bundle.ts';
import { serviceFiles, wantedFiles } from './files.ts';
import type { ServicePorts } from './ports.ts';

/** Files of custom services that are not in place as the bundle has them, and ours that it does not have. */
export async function serviceFaults(ports: ServicePorts, bundle: Bundle): Promise<string[]> {
  const files = serviceFiles(bundle);
  const { known, placed, hands } = ports.customServices;
  const faults: string[] = [];
  for (const service of known) {
    const { name, destination } = service;
    const wanted = wantedFiles(files.get(name) ?? [], service);
    const differing = await hands.differing(service, wanted);
    faults.push(...differing.map((file) => `${join(destination, file)} is not as in the bundle`));
    const before = placed.of(name);
    const names = wanted.map((file) => file.name);
    const stale = before?.files.filter((file) => !names.includes(file)) ?? [];
    const left = before === undefined ? [] : await hands.present(before.destination, stale);
    faults.push(...left.map((file) => `${join(before?.destination ?? '', file)} is no file of the bundle`));
  }
  return faults.sort();
}
