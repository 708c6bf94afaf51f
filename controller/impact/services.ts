import type { Impact } from '../../shared/gen/towline/v1/Impact.ts';
import { counted, listed } from '../text.ts';
import { changedPaths, type Files, serviceOf } from './files.ts';

const ownServices = new Set(['wireguard', 'bird', 'agent']);

/** The admin's own services, one impact each. */
export function serviceImpacts(before: Files, now: Files): Impact[] {
  const byService = new Map<string, string[]>();
  for (const path of changedPaths(before, now, (service) => !ownServices.has(service))) {
    const service = serviceOf(path);
    byService.set(service, [...(byService.get(service) ?? []), path.slice(service.length + 1)]);
  }
  return [...byService].map(([service, names]) => ({
    kind: 'IMPACT_KIND_SERVICE_RELOADED',
    subject: service,
    text: `${service}: ${counted(names.length, 'file')} ${names.length === 1 ? 'differs' : 'differ'} (${listed(names)}); checked, then reloaded`,
  }));
}
