import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import type { LabNetwork } from '../../lab/network/network.ts';
import { paperLinks, paperNetwork } from '../../lab/network/paper.ts';
import { until } from '../lab/until.ts';

let network: LabNetwork;
before(async () => {
  network = await paperNetwork();
});
after(() => network?.lab.down());

const folder = '/var/lib/prometheus-lab';
const target = z.object({
  labels: z.record(z.string(), z.string()),
  health: z.string(),
  lastError: z.string(),
});
const answer = z.object({
  data: z.object({
    activeTargets: z.array(target).optional(),
    result: z
      .array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) }))
      .optional(),
  }),
});
async function ask(path: string, query: Record<string, string> = {}) {
  const url = `http://127.0.0.1:9090/api/v1/${path}?${new URLSearchParams(query)}`;
  const { stdout, exitCode } = await network.lab.exec(
    'controller',
    ['curl', '-gsS', '--max-time', '5', url],
    {
      allowFailure: true,
    },
  );
  return exitCode === 0 ? answer.parse(JSON.parse(stdout)).data : undefined;
}
/** Labels and values of an instant query. */
const series = async (query: string) => (await ask('query', { query }))?.result ?? [];

test('a Prometheus with what export prints scrapes the controller and all eight agents through their tunnels', async () => {
  const { lab } = network;
  const exported = (await network.towline(['export', 'prometheus'])).stdout;
  await lab.exec('controller', ['mkdir', '-p', folder]);
  await lab.writeFile('controller', `${folder}/prometheus.yml`, exported.replaceAll(/\b(15|60)s/g, '1s'));
  await lab.exec('controller', ['promtool', 'check', 'config', `${folder}/prometheus.yml`]);
  const options = [
    `--config.file=${folder}/prometheus.yml`,
    `--storage.tsdb.path=${folder}/data`,
    '--web.listen-address=127.0.0.1:9090',
  ];
  const prometheus = lab.start('controller', ['prometheus', ...options], { name: 'prometheus' });
  try {
    await until(
      'all targets are up',
      async () => {
        const targets = (await ask('targets', { state: 'active' }))?.activeTargets ?? [];
        return targets.length === 9 && targets.every(({ health }) => health === 'up');
      },
      60_000,
    );
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
    assert.equal(await countOf('wireguard_latest_handshake_seconds{friendly_name="controller"} > 0'), 8);
    assert.equal(
      await countOf('bird_protocol_up{proto="BGP",ip_version="4",state="Established"} == 1'),
      2 * paperLinks,
    );
    assert.equal((await series('towline_nodes'))[0]?.value[1], '8');
  } finally {
    await lab.stopProgram(prometheus);
  }
});

test('what is exported has the place where the controller listens, and JSON says the same', async () => {
  const { stdout } = await network.towline(['export', 'prometheus', '--json']);
  const [controller, agents] = JSON.parse(stdout).scrape_configs;
  assert.deepEqual(controller.static_configs, [{ targets: ['127.0.0.1:9900'] }]);
  assert.equal(agents.http_sd_configs[0].url, 'http://127.0.0.1:9900/sd');
  const wrong = await network.towline(['export', 'grafana'], { allowFailure: true });
  assert.notEqual(wrong.exitCode, 0);
});
