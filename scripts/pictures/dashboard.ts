import { z } from 'zod';

const mapping = z.object({
  options: z.record(z.string(), z.object({ text: z.string(), color: z.string() })),
});
const panel = z.object({
  type: z.enum(['row', 'stat', 'timeseries', 'table', 'state-timeline']),
  title: z.string(),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  targets: z.array(z.object({ expr: z.string(), legendFormat: z.string().optional() })).default([]),
  fieldConfig: z
    .object({
      defaults: z.object({
        unit: z.string().optional(),
        mappings: z.array(mapping).default([]),
        thresholds: z.object({
          steps: z.array(z.object({ value: z.number().nullable(), color: z.string() })),
        }),
      }),
    })
    .optional(),
});
const dashboard = z.object({ title: z.string(), panels: z.array(panel) });

export type Panel = z.infer<typeof panel>;
export type Dashboard = z.infer<typeof dashboard>;

/** What a picture needs of a dashboard as Grafana imports it. Throws where it is none. */
export function readDashboard(json: string): Dashboard {
  return dashboard.parse(JSON.parse(json));
}

/** A query with its variables filled in. */
export function filledIn(expr: string, variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables).reduce((text, [name, value]) => text.replaceAll(`$${name}`, value), expr);
}

/** A series' name: `{{node}} - {{peer}}` with its labels. */
export function named(legend: string, labels: Readonly<Record<string, string>>): string {
  return legend.replaceAll(/\{\{(\w+)\}\}/g, (_whole, label: string) => labels[label] ?? '');
}
