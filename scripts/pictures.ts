/**
 * Draws the pictures of the documentation into `docs/pictures/`: brings up the eight sites of the paper in the lab, lets a
 * real Prometheus scrape them for some minutes in which a link is cut and a release is made, and draws what `towline
 * graph` prints and what the queries of the dashboards give. Takes about five minutes.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { paperLinks, paperNetwork } from '../lab/network/paper.ts';
import { waitUntilGreen } from '../lab/network/wait.ts';
import { messageOf } from '../shared/errors.ts';
import { until } from '../test/lab/until.ts';
import { LabPrometheus } from '../test/metrics/prometheus.ts';
import { answersFor } from './pictures/answers.ts';
import { readDashboard } from './pictures/dashboard.ts';
import { dashboardSvg } from './pictures/dashboard-svg.ts';
import { eightySites } from './pictures/eighty-sites.ts';
import type { Happening } from './pictures/panels.ts';

const top = join(import.meta.dirname, '..');
const folder = join(top, 'docs/pictures');
/** GitHub shows larger ones as well, slowly. */
const mostBytes = 150_000;
/** What is looked at: a link, and one of the sites that it joins. */
const [here, there] = ['aachen', 'berlin'] as const;
/** Seconds that pass before, between and after what happens. */
const [before, cutFor, between, after] = [30, 25, 20, 30] as const;

/** With the lab, on a machine that has other work. */
const patienceMs = 300_000;

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort());
try {
  mkdirSync(folder, { recursive: true });
  save('eighty-sites.svg', eightySites());
  await drawLab(stop.signal);
} catch (error) {
  process.stderr.write(`pictures: ${messageOf(error)}\n`);
  process.exitCode = 1;
}

async function drawLab(signal: AbortSignal): Promise<void> {
  say('bringing the network of the paper up');
  const network = await paperNetwork({ signal, deadlineMs: patienceMs });
  try {
    const prometheus = await LabPrometheus.start(network);
    const graph = async () => (await network.towline(['graph'], { timeoutMs: patienceMs })).stdout;
    const pass = (seconds: number) => delay(seconds * 1000, undefined, { signal });
    const now = () => Date.now() / 1000;
    const happenings: Happening[] = [];
    // Something to measure: each site's host pings another one's.
    const { nodes } = network.lab;
    const probes = nodes.map((node, index) => {
      const other =
        node === 'goettingen' ? 'hamburg' : node === 'hamburg' ? 'goettingen' : nodes[(index + 1) % 6];
      const { ipv4 = '' } = network.lab.hostAddresses(other ?? there);
      return network.lab.probe(`host-${node}`, ipv4, { intervalMs: 5 * (index + 2) });
    });
    await waitUntilGreen(network, paperLinks, { signal, deadlineMs: patienceMs });
    save('paper.svg', await graph());
    const from = now();
    await pass(before);
    say(`cutting ${here} - ${there}`);
    await network.lab.cutLink(here, there);
    happenings.push({ at: now(), what: `the link ${here} - ${there} is cut` });
    await until(
      'the link is down',
      async () => (await graph()).includes(`<title>${here} - ${there}: down`),
      60_000,
    );
    save('paper-link-down.svg', await graph());
    await pass(cutFor);
    await network.lab.healLink(here, there);
    happenings.push({ at: now(), what: 'it is whole again' });
    await pass(between);
    say('making a release');
    await network.towline(['set', 'bfd.profile', 'fast']);
    await network.release('BFD that notices sooner');
    happenings.push({ at: now(), what: 'a release is activated' });
    await waitUntilGreen(network, paperLinks, { signal, deadlineMs: patienceMs });
    await pass(after);
    const span = { from, to: now() };
    for (const name of ['fleet', 'site', 'link', 'release']) {
      const dashboard = readDashboard(readFileSync(join(top, `templates/monitoring/${name}.json`), 'utf8'));
      const variables = { __rate_interval: '15s', site: here, node: here, peer: there };
      const panels = await answersFor(prometheus, dashboard, span, variables);
      const shown = name === 'site' ? `: ${here}` : name === 'link' ? `: ${here} - ${there}` : '';
      const source =
        'The eight sites of the paper in the lab, read from Prometheus by the queries of the dashboard.';
      save(
        `${name}.svg`,
        dashboardSvg({ title: `${dashboard.title}${shown}`, source, panels, span, happenings }),
      );
    }
    await Promise.all(probes.map((probe) => probe.stop()));
    await prometheus.stop();
  } finally {
    await network.lab.down();
  }
}

function save(name: string, svg: string): void {
  if (Buffer.byteLength(svg) > mostBytes)
    throw new Error(`${name} has ${svg.length} bytes, more than ${mostBytes}`);
  if (svg.includes(top)) throw new Error(`${name} names a folder of this machine`);
  writeFileSync(join(folder, name), svg);
  say(`docs/pictures/${name}, ${Math.ceil(Buffer.byteLength(svg) / 1000)} kB`);
}

function say(text: string): void {
  process.stderr.write(`pictures: ${text}\n`);
}
