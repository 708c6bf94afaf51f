import type { Bundle } from '../check/bundle.ts';
import type { LinkFile } from '../check/link-file.ts';
import { fittingMtu } from './fit.ts';
import type { PathMtuMemory } from './memory.ts';

/**
 * The links of a bundle with the MTU that they are to have: the bundle's, or with `wireguard.path_mtu = "set"` what
 * fits the path to the peer if that is less. Pure.
 */
export function linksInForce(
  { links, settings }: Pick<Bundle, 'links' | 'settings'>,
  memory: Pick<PathMtuMemory, 'of'>,
): readonly LinkFile[] {
  if (settings.path_mtu !== 'set') return links;
  const peers = new Map(settings.links.map((link) => [link.interface, link.peer]));
  return links.map((link) => {
    const known = memory.of(peers.get(link.interface) ?? '');
    const fitting = known === undefined ? undefined : fittingMtu(known.path, known.address);
    return fitting === undefined || fitting >= link.mtu ? link : { ...link, mtu: fitting };
  });
}
