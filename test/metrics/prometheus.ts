import { z } from 'zod';
import type { LabNetwork } from '../../lab/network/network.ts';
import { until } from '../lab/until.ts';

const folder = '/var/lib/prometheus-lab';
const target = z.object({
  labels: z.record(z.string(), z.string()),
  health: z.string(),
  lastError: z.string(),
});
const sample = z.object({
  metric: z.record(z.string(), z.string()),
  value: z.tuple([z.number(), z.string()]),
});
const line = z.object({
  metric: z.record(z.string(), z.string()),
  values: z.array(z.tuple([z.number(), z.string()])),
});
const alert = z.object({ labels: z.record(z.string(), z.string()), state: z.string() });
const answer = z.object({
  status: z.string(),
  data: z.object({
    activeTargets: z.array(target).optional(),
    result: z.array(sample).optional(),
    alerts: z.array(alert).optional(),
  }),
});
const lines = z.object({ data: z.object({ result: z.array(line) }) });

/** A Prometheus on the controller's machine, with what Towline exports and a scrape each second. */
export class LabPrometheus {
  readonly #network: LabNetwork;
  readonly #stop: () => Promise<void>;

  private constructor(network: LabNetwork, stop: () => Promise<void>) {
    this.#network = network;
    this.#stop = stop;
  }

  /**
   * Starts it and waits until it scrapes the controller and every node.
   *
   * @param rules alert rules, if it is to have any
   */
  static async start(network: LabNetwork, rules?: string): Promise<LabPrometheus> {
    const { lab } = network;
    const exported = (await network.towline(['export', 'prometheus'])).stdout;
    const loaded = rules === undefined ? '' : 'rule_files: [alerts.yml]\n';
    const settings = `global: { evaluation_interval: 1s }\n${loaded}${exported.replaceAll(/\b(15|60)s/g, '1s')}`;
    await lab.writeFile('controller', `${folder}/prometheus.yml`, settings);
    if (rules !== undefined) await lab.writeFile('controller', `${folder}/alerts.yml`, rules);
    await lab.exec('controller', ['promtool', 'check', 'config', `${folder}/prometheus.yml`]);
    const options = [
      `--config.file=${folder}/prometheus.yml`,
      `--storage.tsdb.path=${folder}/data`,
      '--web.listen-address=127.0.0.1:9090',
    ];
    const service = lab.start('controller', ['prometheus', ...options], { name: 'prometheus' });
    const prometheus = new LabPrometheus(network, () => lab.stopProgram(service));
    try {
      const expected = lab.nodes.length + 1;
      await until(
        'all targets are up',
        async () => {
          const targets = (await prometheus.#ask('targets', { state: 'active' }))?.activeTargets ?? [];
          return targets.length === expected && targets.every(({ health }) => health === 'up');
        },
        60_000,
      );
      return prometheus;
    } catch (error) {
      await prometheus.stop();
      throw error;
    }
  }

  stop(): Promise<void> {
    return this.#stop();
  }

  /** Labels and values of an instant query; undefined if Prometheus refuses it. */
  async query(query: string): Promise<z.infer<typeof sample>[] | undefined> {
    return (await this.#ask('query', { query }))?.result;
  }

  /** Labels and values over a time in Unix seconds, one each `stepS`; undefined if Prometheus refuses the query. */
  async range(
    query: string,
    { from, to }: { readonly from: number; readonly to: number },
    stepS: number,
  ): Promise<z.infer<typeof line>[] | undefined> {
    const found = await this.#get('query_range', { query, start: `${from}`, end: `${to}`, step: `${stepS}` });
    return lines.safeParse(found).data?.data.result;
  }

  /** The alerts that fire now, as `name` or `name node`, sorted. */
  async firing(): Promise<string[]> {
    const alerts = (await this.#ask('alerts'))?.alerts ?? [];
    return alerts
      .filter(({ state }) => state === 'firing')
      .map(({ labels }) => [labels.alertname, labels.node].filter((word) => word !== undefined).join(' '))
      .sort();
  }

  async #ask(path: string, query: Record<string, string> = {}) {
    return answer.safeParse(await this.#get(path, query)).data?.data;
  }

  /** The document of an answer; undefined if there is none. */
  async #get(path: string, query: Record<string, string>): Promise<unknown> {
    const url = `http://127.0.0.1:9090/api/v1/${path}?${new URLSearchParams(query)}`;
    const command = ['curl', '-gfsS', '--max-time', '5', url];
    const { stdout, exitCode } = await this.#network.lab.exec('controller', command, { allowFailure: true });
    return exitCode === 0 ? JSON.parse(stdout) : undefined;
  }
}
