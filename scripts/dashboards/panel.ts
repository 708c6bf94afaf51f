/** A query of Prometheus. `$node` and the like are variables of the dashboard. */
export interface Query {
  readonly expr: string;
  /** Name of its series, for example `{{node}}`; of no use in a table. */
  readonly legend?: string;
}

/** One panel, as Grafana has it. */
export interface Panel {
  readonly title: string;
  readonly kind: 'stat' | 'timeseries' | 'table' | 'state-timeline';
  readonly queries: readonly Query[];
  /** As Grafana names it: `bytes`, `Bps`, `s`, `percentunit`, `dateTimeFromNow`; a number without it. */
  readonly unit?: string;
  readonly help?: string;
  /** Columns out of 24. */
  readonly width?: number;
  /** Values from which on it is coloured; below the first it is green. */
  readonly steps?: readonly (readonly [from: number, colour: string])[];
  /** Words for values. */
  readonly words?: Readonly<Record<string, readonly [word: string, colour: string]>>;
}

/** A variable of a dashboard, with the values of a label. */
export interface Variable {
  readonly name: string;
  readonly label: string;
  /** For example `label_values(towline_node_state, node)`. */
  readonly query: string;
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly variables: readonly Variable[];
  /** Panels by the title of their row. */
  readonly rows: readonly (readonly [title: string, panels: readonly Panel[]])[];
}

const datasource = { type: 'prometheus', uid: '$datasource' };
const heights = { stat: 4, timeseries: 8, table: 9, 'state-timeline': 8 } as const;

/** The JSON that Grafana imports. Pure. */
export function toGrafana({ uid, title, variables, rows }: Dashboard): object {
  return {
    uid,
    title,
    tags: ['towline'],
    schemaVersion: 39,
    editable: true,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    links: [
      {
        type: 'dashboards',
        tags: ['towline'],
        title: 'Towline',
        asDropdown: true,
        includeVars: true,
        keepTime: true,
      },
    ],
    templating: {
      list: [
        { name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' },
        ...variables.map(({ name, label, query }) => ({
          ...{ name, label, type: 'query', datasource, query: { query, refId: name }, definition: query },
          ...{ refresh: 2, sort: 1 },
        })),
      ],
    },
    panels: place(rows),
  };
}

function place(rows: Dashboard['rows']): object[] {
  const placed: object[] = [];
  let top = 0;
  for (const [title, panels] of rows) {
    placed.push({
      id: placed.length + 1,
      type: 'row',
      title,
      gridPos: { x: 0, y: top, w: 24, h: 1 },
      panels: [],
    });
    top++;
    let [left, height] = [0, 0];
    for (const panel of panels) {
      const w = panel.width ?? (panel.kind === 'stat' ? 4 : 12);
      if (left + w > 24) [left, top, height] = [0, top + height, 0];
      const h = heights[panel.kind];
      placed.push({ id: placed.length + 1, ...asPanel(panel), gridPos: { x: left, y: top, w, h } });
      [left, height] = [left + w, Math.max(height, h)];
    }
    top += height;
  }
  return placed;
}

function asPanel({ title, kind, queries, unit, help, steps = [], words }: Panel): object {
  const isTable = kind === 'table';
  return {
    type: kind,
    title,
    ...(help === undefined ? {} : { description: help }),
    datasource,
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode(65 + index),
      ...{ datasource, expr },
      ...(isTable ? { format: 'table' } : { legendFormat: legend ?? '' }),
      ...(isTable || kind === 'stat' ? { instant: true } : { range: true }),
    })),
    fieldConfig: {
      defaults: {
        ...(unit === undefined ? {} : { unit }),
        ...(words === undefined ? {} : { mappings: [{ type: 'value', options: optionsOf(words) }] }),
        thresholds: {
          mode: 'absolute',
          steps: [{ value: null, color: 'green' }, ...steps.map(([value, color]) => ({ value, color }))],
        },
        ...(kind === 'timeseries' ? { min: 0, custom: { fillOpacity: 10, showPoints: 'never' } } : {}),
      },
      overrides: [],
    },
    options: optionsFor[kind],
    // Of what a table asks, Grafana would show the time and the name of the metric as well.
    ...(isTable
      ? {
          transformations: [
            {
              id: 'organize',
              options: { excludeByName: { Time: true, __name__: true, job: true, instance: true } },
            },
          ],
        }
      : {}),
  };
}

function optionsOf(words: NonNullable<Panel['words']>): object {
  return Object.fromEntries(Object.entries(words).map(([value, [text, color]]) => [value, { text, color }]));
}

const optionsFor = {
  stat: { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'value' },
  timeseries: {
    legend: { displayMode: 'list', placement: 'bottom' },
    tooltip: { mode: 'multi', sort: 'desc' },
  },
  table: { showHeader: true },
  'state-timeline': { showValue: 'never', mergeValues: true },
} as const;
