import { rounded } from './figures.ts';
import type { SizeFigures } from './size.ts';

/** What figures of some sizes say about a size that was not measured. */
export interface Estimate {
  readonly agents: number;
  readonly controller_rss_mb: number;
  readonly activate_cpu_s: number;
  readonly session_cpu_s: number;
  readonly restart_spread_s: number;
}

/** A straight line through points, by least squares; through one point and 0 where there is no other. Pure. */
export function lineThrough(points: readonly (readonly [x: number, y: number])[]): (x: number) => number {
  const count = points.length;
  const [meanX, meanY] = [0, 1].map(
    (axis) => points.reduce((sum, point) => sum + (point[axis] ?? 0), 0) / count,
  );
  if (meanX === undefined || meanY === undefined || count === 0) return () => Number.NaN;
  if (count === 1) return (x) => (meanY / meanX) * x;
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  return (x) => meanY + slope * (x - meanX);
}

/**
 * Straight lines through what was measured: memory and CPU are a fixed part and a part an agent. It holds while every
 * agent has as many links, bundles are as large, and one core suffices: CPU time below the wall time wanted.
 */
export function estimate(
  sizes: readonly SizeFigures[],
  agents: number,
  spreadS: (agents: number) => number,
): Estimate {
  const line = (of: (one: SizeFigures) => number) =>
    lineThrough(sizes.map((one): [number, number] => [one.agents, of(one)]));
  return {
    agents,
    controller_rss_mb: Math.round(line((one) => one.controller_rss_mb)(agents)),
    activate_cpu_s: rounded(line((one) => one.activate_cpu_s)(agents), 1),
    session_cpu_s: rounded(line((one) => one.session_cpu_s)(agents), 1),
    restart_spread_s: spreadS(agents),
  };
}
