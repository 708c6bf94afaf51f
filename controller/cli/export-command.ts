import { hostPort } from '../config/addresses.ts';
import { command, group } from './command.ts';
import type { Io } from './io.ts';

/** Between two scrapes, and between two looks for agents. */
const [scrapeInterval, refreshInterval] = ['15s', '60s'];

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
