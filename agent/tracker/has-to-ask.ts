import type { Bundle } from '../check/bundle.ts';
import type { Devices } from './glances.ts';
import type { LinkRecord } from './links.ts';

/**
 * Whether WireGuard has to be asked about the links, since a glance does not tell enough: something may have fallen
 * silent or come back, or something is due. Pure.
 */
export function hasToAsk(
  { links }: Pick<Bundle, 'links'>,
  records: ReadonlyMap<string, LinkRecord>,
  glanced: Devices,
  nowMs: number,
): boolean {
  return links.some(({ interface: name }) => {
    const memory = records.get(name)?.memory;
    if (memory === undefined || memory.state === 'suspect' || memory.state === 'resolving') return true;
    const hasArrived = glanced.get(name)?.peers[0]?.receivedBytes !== memory.receivedBytes;
    if (memory.state === 'up') return !hasArrived;
    return hasArrived || (memory.nextMs ?? Number.POSITIVE_INFINITY) <= nowMs;
  });
}
