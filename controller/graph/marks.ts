import type { Point } from './geometry.ts';
import type { SinglePoint } from './topology.ts';
import { element, rounded } from './xml.ts';

/** What marks a single point of failure: hollow by design, filled now only; small where it cuts off one node. */
export function diamond({ x, y }: Point, { kind, lost }: SinglePoint): string {
  const half = lost === 1 ? 4.5 : 7;
  return element('path', {
    class: kind === 'now' ? 'point now' : 'point',
    d: `M${rounded(x)} ${rounded(y - half)}l${half} ${half}l-${half} ${half}l-${half} -${half}z`,
  });
}

/** What marks a link that is down. */
export function cross({ x, y }: Point): string {
  return element('path', {
    class: 'cross down',
    d: `M${rounded(x - 6)} ${rounded(y - 6)}l12 12m0 -12l-12 12`,
  });
}
