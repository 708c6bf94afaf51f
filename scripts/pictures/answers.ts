import type { LabPrometheus } from '../../test/metrics/prometheus.ts';
import { type Dashboard, filledIn, named, type Panel } from './dashboard.ts';

export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Unix seconds and values, in the order of time; one where only the last is asked for. */
  readonly points: readonly (readonly [number, number])[];
}

/** A panel with what its queries gave. */
export interface Answered {
  readonly panel: Panel;
  readonly series: readonly Series[];
}

/** The time that panels show, in Unix seconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Between two points of a line, in seconds. */
const step = 2;

/** Asks everything that a dashboard asks. Throws where Prometheus refuses a query. */
export async function answersFor(
  prometheus: LabPrometheus,
  { panels }: Dashboard,
  span: Span,
  variables: Readonly<Record<string, string>>,
): Promise<Answered[]> {
  const answered: Answered[] = [];
  for (const panel of panels) {
    const series: Series[] = [];
    for (const { expr, legendFormat = '' } of panel.targets) {
      const query = filledIn(expr, variables);
      const isInstant = panel.type === 'stat' || panel.type === 'table';
      const found = await prometheus.range(query, isInstant ? { from: span.to, to: span.to } : span, step);
      if (found === undefined) throw new Error(`${panel.title}: Prometheus refuses ${query}`);
      for (const { metric, values } of found) {
        const points = values.map(([at, value]) => [at, Number(value)] as const);
        const numbers = points.filter(([, value]) => Number.isFinite(value));
        if (numbers.length > 0)
          series.push({ name: named(legendFormat, metric), labels: metric, points: numbers });
      }
    }
    const order = (a: Series, b: Series) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
    answered.push({ panel, series: series.sort(order) });
  }
  return answered;
}
