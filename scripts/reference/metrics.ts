import type { Registry } from 'prom-client';
import { type MetricsOptions, registerMetrics as registerAgent } from '../../agent/metrics/metrics.ts';
import { createTimings } from '../../agent/metrics/timings.ts';
import { createMeters } from '../../controller/metrics/meters.ts';
import {
  type MetricsSources,
  registerMetrics as registerController,
} from '../../controller/metrics/metrics.ts';
import { plainText, table } from './schema.ts';

/** Stands for everything that is read only when metrics are asked for, which nobody does here. */
function nothing(except: Readonly<Record<PropertyKey, unknown>> = {}): object {
  return new Proxy(() => undefined, {
    get: (_target, key) => (Object.hasOwn(except, key) ? except[key] : nothing()),
  });
}

/** Every metric of both programs. Pure. */
export async function metricsPage(): Promise<string> {
  const { registry: controller } = createMeters();
  registerController(controller, nothing() as MetricsSources);
  const timings = createTimings();
  registerAgent(timings.registry, nothing({ timings }) as MetricsOptions);
  return `# Metrics

What they are good for, with alerts and dashboards: [monitoring](../monitoring.md). Besides them both programs show
\`process_*\`, and the controller \`nodejs_*\`, as prom-client has them for Node.

## Of the controller

At \`listen.http\` of controller.toml, \`/metrics\`.

${rowsOf(controller)}

## Of a router

At the node's management address, port \`metrics.port\` of agent.toml, \`/metrics\`.

${rowsOf(timings.registry)}
`;
}

function rowsOf(registry: Registry): string {
  const metrics = registry.getMetricsAsArray() as unknown as readonly {
    readonly name: string;
    readonly help: string;
    readonly labelNames?: readonly string[];
    readonly constructor: { readonly name: string };
  }[];
  const rows = metrics
    .filter(({ name }) => !/^(?:nodejs|process)_/.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, help, labelNames = [], constructor: kind }) => [
      `\`${name}\``,
      kind.name.toLowerCase(),
      labelNames.map((label) => `\`${label}\``).join(', '),
      plainText(help),
    ]);
  return table(['metric', 'type', 'labels', 'meaning'], rows);
}
