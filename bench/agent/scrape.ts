import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createBird } from '../../agent/bird/bird.ts';
import { birdSocket } from '../../agent/bird/socket.ts';
import { registerBird } from '../../agent/metrics/bird.ts';
import { registerMachine } from '../../agent/metrics/machine.ts';
import { registerProcess } from '../../agent/metrics/process.ts';
import { createTimings } from '../../agent/metrics/timings.ts';
import { registerTowline } from '../../agent/metrics/towline.ts';
import { registerWireGuard } from '../../agent/metrics/wireguard.ts';
import type { AgentStatus } from '../../agent/report/status.ts';
import { spread } from '../../lab/measure/statistics.ts';
import { closeHttp, createHttpServer, metricsPage } from '../../shared/net/http-server.ts';
import { systemClock } from '../../shared/os/clock.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';
import { manyLinks } from '../tracker/many.ts';

export interface Scrape {
  /** Milliseconds, median and maximum, gzip as Prometheus asks for it. */
  readonly ms: { readonly median: number; readonly max: number };
  /** MB (10^6 bytes) on the wire, and without compression. */
  readonly mb: number;
  readonly plain_mb: number;
  readonly series: number;
}

/**
 * Scrapes the agent's own metrics with so many links, over HTTP: BIRD is a real one and is asked each time; links and
 * WireGuard's counters are as the tracker has them in memory.
 */
export async function scrape(birdPath: string, links: number, rounds: number): Promise<Scrape> {
  // As in an agent: V8's flags are of what is compiled from now on.
  await import('../../agent/heap.ts');
  const { registry } = createTimings();
  const { tracker } = manyLinks({
    count: links,
    clock: systemClock,
    resolve: async () => [],
    random: Math.random,
    onPoint: () => {},
  });
  await tracker.look();
  const names = Array.from({ length: links }, (_, index) => `site-with-a-name-${index}`);
  const status = statusOf(names);
  registerTowline(registry, {
    status: () => status,
    desired: () => 1,
    journal: { rollbacks: { switching: 0, proving: 0, unconfirmed: 0, operator: 0 } },
    tracker,
  });
  const devices = new Map(names.map((name, index) => [`tl-${index}`, deviceOf(name)]));
  registerWireGuard(
    registry,
    () => devices,
    () => new Map(names.map((name, index) => [`tl-${index}`, name])),
  );
  const unused = async (): Promise<string> => {
    throw new Error('BIRD is only asked');
  };
  const bird = createBird({
    ...{ run: unused, clock: systemClock, socket: birdSocket(birdPath), socketPath: birdPath },
    ...{ file: '', program: 'bird', start: [] },
  });
  const askBird = registerBird(registry, () => bird.details());
  registerMachine(registry, { stateDir: '/', clockOffsetS: () => 0 });
  registerProcess(registry);

  const server = createHttpServer(metricsPage(registry, askBird), (_path, error) => {
    throw error;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const times: number[] = [];
    let bytes = 0;
    for (let round = 0; round < rounds + 3; round++) {
      const began = performance.now();
      bytes = (await get(port, 'gzip')).length;
      // The first ones compile.
      if (round >= 3) times.push(performance.now() - began);
    }
    const plain = await get(port, 'identity');
    const series = plain.toString('utf8').match(/^[^#\n]/gm)?.length ?? 0;
    return { ms: spread(times, 1), mb: mb(bytes), plain_mb: mb(plain.length), series };
  } finally {
    await closeHttp(server);
  }
}

function statusOf(names: readonly string[]): AgentStatus {
  const prospects = { ipv4: { verdict: 'possible', reason: '' }, ipv6: { verdict: 'possible', reason: '' } };
  const tracker = { state: 'up', sinceMs: 0, reason: '', nextMs: null, last: null };
  const links = names.map((peer, index) => ({
    ...{ peer, interface: `tl-${index}`, bgpState: 'Established', bfdState: 'Up', prefixLimitHit: false },
    ...{ tracker, mtu: 1420, pathMtu: 1492, prospects },
  }));
  const rest = { drift: [], controller: { connected: true }, tunnel: { generation: 0 }, quarantined: null };
  return { ...rest, running: { release: 1 }, state: 'confirmed', links } as unknown as AgentStatus;
}

function deviceOf(name: string): DeviceState {
  const peer = {
    publicKey: Buffer.from(name.padEnd(32)).toString('base64'),
    endpoint: '198.18.1.2:51821',
    allowedIps: ['0.0.0.0/0', '::/0'],
    latestHandshake: 1_795_477_906,
    ...{ receivedBytes: 256_412_345, sentBytes: 283_212_345, hasPresharedKey: true },
  };
  return { publicKey: '', listenPort: 1, fwmark: 0, peers: [peer] };
}

function get(port: number, encoding: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': encoding };
    request({ port, host: '127.0.0.1', path: '/metrics', headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        response.statusCode === 200
          ? resolve(Buffer.concat(parts))
          : reject(new Error(`HTTP ${response.statusCode}`)),
      );
      response.on('error', reject);
    })
      .on('error', reject)
      .end();
  });
}

function mb(bytes: number): number {
  return Math.round(bytes / 1e4) / 100;
}
