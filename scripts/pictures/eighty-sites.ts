import { toSvg } from '../../controller/graph/svg.ts';
import { topologyOf } from '../../controller/graph/topology.ts';
import { type Pair, places, statusOf } from '../../test/graph/networks.ts';

/** Eighty sites in eight regions, as a controller would see them; a few links and routers are not well. */
export function eightySites(): string {
  const names = places(80);
  const name = (index: number) => names[index] ?? '';
  const regions = Array.from({ length: 8 }, (_unused, region) =>
    names.filter((_name, index) => index % 8 === region),
  );
  const backbone = regions.map((_region, region): Pair => [name(region), name((region + 1) % 8)]);
  const across: Pair[] = [
    [name(0), name(4)],
    [name(2), name(6)],
  ];
  // In each region two sites take the others in, some of them by both.
  const inner = regions.flatMap((own): Pair[] => {
    const [first = '', second = '', ...others] = own;
    return [
      [first, second],
      ...others.flatMap((other, index): Pair[] =>
        index % 2 === 0
          ? [
              [first, other],
              [second, other],
            ]
          : [[second, other]],
      ),
    ];
  });
  const pairs = [...backbone, ...across, ...inner];
  const status = statusOf(names, pairs, {
    down: [backbone[2] as Pair, inner[9] as Pair],
    noBfd: [inner[20] as Pair],
    away: [name(37)],
    notEnrolled: [name(79)],
    planned: pairs.filter(([a, b]) => a === name(79) || b === name(79)),
  });
  return toSvg(topologyOf({ ...status, networkName: 'eighty sites' }, { at: '2026-11-30T08:00:00Z' }));
}
