import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { hostPort } from '../config/addresses.ts';
import { command, group } from './command.ts';
import type { Io } from './io.ts';

/** Between two scrapes, and between two looks for agents. */
const [scrapeInterval, refreshInterval] = ['15s', '60s'];

const shipped = join(import.meta.dirname, '../../templates/monitoring');
const dashboards = ['fleet', 'site', 'link', 'release'] as const;

export function exportCommands(io: Io) {
  return group(io, 'export', 'print a configuration for another program', 'export prometheus', [
    command(
      io,
      {
        usage: 'prometheus',
        summary: 'print scrape_configs for the controller and all of its agents',
        example: ['export prometheus >/etc/prometheus/towline.yml', 'export prometheus --json'],
        notes:
          "Prometheus has to run on the controller's machine: no other one reaches the agents, which it\nfinds by /sd. scrape_config_files in prometheus.yml takes the file as it is.",
      },
      async (session) => {
        const { host, port } = session.loadConfig().listen.http;
        const at = hostPort(reachable(host), port);
        session.print(
          {
            scrape_configs: [
              {
                job_name: 'towline-controller',
                scrape_interval: scrapeInterval,
                static_configs: [{ targets: [at] }],
              },
              {
                job_name: 'towline-agents',
                scrape_interval: scrapeInterval,
                http_sd_configs: [{ url: `http://${at}/sd`, refresh_interval: refreshInterval }],
              },
            ],
          },
          () => yamlFor(at),
        );
      },
    ),
    command(
      io,
      {
        usage: 'alerts',
        summary: "print Prometheus' alert rules for the controller and its routers",
        example: 'export alerts >/etc/prometheus/towline-alerts.yml',
        notes: 'rule_files in prometheus.yml takes the file as it is.',
      },
      async (session) => {
        const rules = await readFile(join(shipped, 'alerts.yml'), 'utf8');
        session.print({ rules }, () => rules.trimEnd());
      },
    ),
    command(
      io,
      {
        usage: 'dashboards <folder>',
        summary: 'write the Grafana dashboards (fleet, site, link, release) into a folder',
        example: 'export dashboards /var/lib/grafana/dashboards',
        notes: 'Grafana imports them as they are; a provider of type file takes the folder.',
      },
      async (session, _options, folder = '') => {
        const paths = dashboards.map((name) => join(folder, `towline-${name}.json`));
        try {
          await mkdir(folder, { recursive: true });
          for (const [index, name] of dashboards.entries())
            await writeAtomically(
              paths[index] ?? '',
              await readFile(join(shipped, `${name}.json`), 'utf8'),
              0o644,
            );
        } catch (cause) {
          throw new TowlineError(
            'failed',
            `the dashboards cannot be written to ${folder}: ${messageOf(cause)}`,
            {
              cause,
            },
          );
        }
        session.print({ files: paths }, () => paths.join('\n'));
      },
    ),
  ]);
}

/** Where one on the same machine reaches what listens everywhere. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}

function yamlFor(at: string): string {
  return `scrape_configs:
  - job_name: towline-controller
    scrape_interval: ${scrapeInterval}
    static_configs:
      - targets: ["${at}"]
  - job_name: towline-agents
    scrape_interval: ${scrapeInterval}
    http_sd_configs:
      - url: "http://${at}/sd"
        refresh_interval: ${refreshInterval}`;
}
