import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import { paperLinks } from '../../lab/network/paper.ts';
import { until } from '../lab/until.ts';
import type { LabPrometheus } from './prometheus.ts';

const dashboard = z.object({
  uid: z.string(),
  panels: z.array(
    z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).optional() }),
  ),
});
const folder = join(projectFolder(), 'templates/monitoring');
const dashboards = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => dashboard.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))));

/** What is right to have nothing to show in a network where all is well, or on machines without the device. */
const mayBeEmpty = new Set([
  'Not in order',
  'Links that are down',
  'Not confirmed yet',
  'Between two bundles',
  'Temperature',
  'Drift',
]);

/** Where a Prometheus scrapes the paper's network. */
export interface Watched {
  readonly network: LabNetwork;
  readonly prometheus: LabPrometheus;
}

/** Tests of what it sees while nothing is wrong. */
export function testsWhereAllIsWell(at: () => Watched): void {
  const series = async (query: string) => (await at().prometheus.query(query)) ?? [];

  test('a Prometheus with what export prints scrapes the controller and all eight agents through their tunnels', async () => {
    const nodes = await series('towline_release_applied');
    assert.equal(nodes.length, 8);
    for (const { metric, value } of nodes) {
      assert.deepEqual(
        [metric.job, metric.site, metric.groups?.startsWith(','), value[1]],
        ['towline-agents', metric.node, true, '1'],
      );
    }
    const countOf = async (query: string) => Number((await series(`count(${query})`))[0]?.value[1]);
    await until(
      'every end of every link is up',
      async () => (await countOf('towline_link_up == 1')) === 2 * paperLinks,
    );
    assert.equal(await countOf('bird_bfd_session_up == 1'), 2 * paperLinks);
    assert.equal(await countOf('towline_link_bgp_up == 1'), 2 * paperLinks);
    assert.equal(await countOf('wireguard_latest_handshake_seconds{friendly_name="controller"} > 0'), 8);
    assert.equal(
      await countOf('bird_protocol_up{proto="BGP",ip_version="4",state="Established"} == 1'),
      2 * paperLinks,
    );
    assert.equal((await series('towline_nodes{state="ok"}'))[0]?.value[1], '8');
    assert.equal((await series('sum(towline_nodes)'))[0]?.value[1], '8');
  });

  test("promtool has no complaint about the controller's metrics, and they know of calls, database, git and activation", async () => {
    const metrics = 'curl -gsS --max-time 5 http://127.0.0.1:9900/metrics';
    const { stdout } = await at().network.lab.exec('controller', [
      'bash',
      '-c',
      `${metrics} | promtool check metrics && ${metrics}`,
    ]);
    for (const found of [
      /^towline_rpc_duration_seconds_count\{service="AgentService",method="Report",code="OK"\} [1-9]/m,
      /^towline_rpc_open\{service="AgentService",method="Watch"\} 8$/m,
      /^towline_rpc_duration_seconds_count\{service="EnrollmentService",method="Enroll",code="OK"\} [1-9]/m,
      /^towline_database_operations_total\{operation="transaction"\} [1-9]/m,
      /^towline_git_operations_total\{operation="commit"\} [1-9]/m,
      /^towline_nodes_unconfirmed 0$/m,
      /^towline_activation_duration_seconds \d/m,
      /^towline_queue_length \d/m,
      /^towline_node_last_report_timestamp_seconds\{node="aachen"\} \d{10}/m,
    ])
      assert.match(stdout, found);
  });

  test('every query of every dashboard has an answer', async () => {
    assert.equal(dashboards.length, 4);
    // Rates need two scrapes.
    await until(
      'a rate is known',
      async () => (await series('rate(process_cpu_seconds_total[1m])')).length > 0,
    );
    let asked = 0;
    for (const { uid, panels } of dashboards) {
      for (const { title, targets = [] } of panels) {
        const found: number[] = [];
        for (const { expr } of targets) {
          const query = expr
            .replaceAll('$__rate_interval', '1m')
            .replaceAll('$site', 'aachen')
            .replaceAll('$node', 'aachen')
            .replaceAll('$peer', 'berlin');
          const result = await at().prometheus.query(query);
          assert.ok(result !== undefined, `${uid}, ${title}: Prometheus refuses ${query}`);
          found.push(result.length);
          asked++;
        }
        const isEmpty = targets.length > 0 && found.every((count) => count === 0);
        assert.ok(!isEmpty || mayBeEmpty.has(title), `${uid}, ${title}: no series`);
      }
    }
    assert.ok(asked > 50, `${asked} queries`);
  });

  test('the link dashboard shows both ends, and nothing of other links', async () => {
    const panels = dashboards.find(({ uid }) => uid === 'towline-link')?.panels ?? [];
    for (const title of ['Something arrives', 'BGP', 'BFD', 'Sent']) {
      const expr = panels.find((panel) => panel.title === title)?.targets?.[0]?.expr ?? '';
      const query = expr
        .replaceAll('$__rate_interval', '1m')
        .replaceAll('$node', 'aachen')
        .replaceAll('$peer', 'berlin');
      const ends = (await series(query)).map(({ metric }) => metric.node).sort();
      assert.deepEqual(ends, ['aachen', 'berlin'], title);
    }
  });

  test('what is exported has the place where the controller listens, and JSON says the same', async () => {
    const { stdout } = await at().network.towline(['export', 'prometheus', '--json']);
    const [controller, agents] = JSON.parse(stdout).scrape_configs;
    assert.deepEqual(controller.static_configs, [{ targets: ['127.0.0.1:9900'] }]);
    assert.equal(agents.http_sd_configs[0].url, 'http://127.0.0.1:9900/sd');
    const wrong = await at().network.towline(['export', 'grafana'], { allowFailure: true });
    assert.notEqual(wrong.exitCode, 0);
  });

  test('alerts and dashboards are exported as they are shipped, and a folder that cannot be written is named', async () => {
    const alerts = await at().network.towline(['export', 'alerts']);
    assert.equal(alerts.stdout, readFileSync(join(folder, 'alerts.yml'), 'utf8'));
    const target = '/var/lib/grafana/dashboards';
    const { stdout } = await at().network.towline(['export', 'dashboards', target, '--json']);
    const { files } = z.object({ files: z.array(z.string()) }).parse(JSON.parse(stdout));
    assert.equal(files.length, 4);
    for (const file of files) {
      const shipped = join(folder, file.slice(`${target}/towline-`.length));
      assert.equal(await at().network.lab.readFile('controller', file), readFileSync(shipped, 'utf8'));
    }
    const wrong = await at().network.towline(['export', 'dashboards', '/dev/null/x'], { allowFailure: true });
    assert.equal(wrong.exitCode, 1);
    assert.match(wrong.stderr, /\/dev\/null\/x/);
  });
}
