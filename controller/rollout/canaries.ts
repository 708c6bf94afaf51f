import { createLook, type Unit } from './look.ts';
import type { NetworkNode } from './topology.ts';

/**
 * Units to try a release on first: that nobody else depends on, with few links, each of another site as far as that
 * goes, by name. Whole units until there are enough nodes.
 */
export async function chooseCanaries(
  nodes: readonly NetworkNode[],
  units: readonly Unit[],
  count: number,
): Promise<Unit[]> {
  const look = await createLook(nodes, new Set());
  const rank = (unit: Unit) => ({
    unit,
    forced: look.goesAlone(unit) ? 0 : 1,
    links: unit.reduce((sum, index) => sum + (look.links[index]?.length ?? 0), 0),
    name: nodes[unit[0] as number]?.name ?? '',
  });
  const ranked = units
    .map(rank)
    .sort(
      (a, b) =>
        a.forced - b.forced ||
        a.unit.length - b.unit.length ||
        a.links - b.links ||
        (a.name < b.name ? -1 : 1),
    );
  const [sites, chosen] = [new Set<string>(), new Set<Unit>()];
  let size = 0;
  for (const isAnotherSite of [true, false]) {
    for (const { unit } of ranked) {
      const own = unit.map((index) => nodes[index]?.site ?? '');
      if (size >= count || chosen.has(unit) || (isAnotherSite && own.some((site) => sites.has(site))))
        continue;
      chosen.add(unit);
      size += unit.length;
      for (const site of own) sites.add(site);
    }
  }
  return units.filter((unit) => chosen.has(unit));
}
