import { collectDefaultMetrics, type Registry } from 'prom-client';

/** Gauges whose names say that they are counters: `promtool check metrics` objects to them. */
const misnamed = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

/** What Node.js says of the process. */
export function registerProcess(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const name of misnamed) registry.removeSingleMetric(name);
}
