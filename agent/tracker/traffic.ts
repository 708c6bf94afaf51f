import { readFileSync } from 'node:fs';
import { isManagementInterface, linkInterfacePrefix } from '../../shared/wireguard-names.ts';

/** Bytes that an interface has received and sent since it was made. */
export interface Traffic {
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

/** Counters of our interfaces in this network namespace, by name. */
export type ReadTraffic = () => ReadonlyMap<string, Traffic>;

/** Reads /proc/net/dev (proc(5)): links and the management tunnel. Pure. */
export function parseTraffic(text: string): Map<string, Traffic> {
  const found = new Map<string, Traffic>();
  for (const line of text.split('\n')) {
    const end = line.indexOf(':');
    const name = line.slice(0, Math.max(0, end)).trim();
    if (!name.startsWith(linkInterfacePrefix) && !isManagementInterface(name)) continue;
    // Eight columns of what was received, of which the first is bytes, then those of what was sent.
    const columns = line
      .slice(end + 1)
      .trim()
      .split(/\s+/);
    found.set(name, { receivedBytes: Number(columns[0]), sentBytes: Number(columns[8]) });
  }
  return found;
}

/** Not waited for: procfs has no disk, and a turn of Node's threads costs ten times as much as the reading. */
export const readTraffic: ReadTraffic = () => parseTraffic(readFileSync('/proc/self/net/dev', 'utf8'));
