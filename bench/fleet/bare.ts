import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type ClientOptions, credentials, Metadata } from '@grpc/grpc-js';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { clientOptions } from '../../shared/rpc/channel.ts';
import { v1 } from '../../shared/rpc/protocol.ts';
import { cpuSeconds, residentMb } from '../agent/process.ts';
import { rounded } from './figures.ts';
import { reportOf } from './light-agent.ts';
import type { Order } from './order.ts';

/** What the calls of an activation cost by themselves: a bound that no controller on grpc-js goes below. */
export interface BareFigures {
  readonly bare_agents: number;
  /** CPU time of a server that answers at once, and of clients that look at nothing. */
  readonly bare_cpu_s_per_1000_agents: number;
  readonly bare_agents_cpu_s_per_1000: number;
  /** Memory of that server for each connection with an open watch. */
  readonly bare_rss_kb_per_agent: number;
}

const program = join(projectFolder(), 'dist/bench/fleet/bare-server-main.js');
const rounds = 3;

/**
 * As many clients as agents, each with a connection and a watch. An activation is what it is with agents: a word over the
 * watch, a fetched bundle, a challenge and a confirmation over a new connection, and two reports.
 */
export async function measureBare({ agents }: Extract<Order, { kind: 'bare' }>): Promise<BareFigures> {
  const server = fork(program, [], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  try {
    const [port] = (await once(server, 'message')) as [number];
    const pid = server.pid ?? 0;
    const emptyMb = await residentMb(pid);
    let told: (() => void) | undefined;
    const clients = Array.from({ length: agents }, () => {
      const client = connect(port);
      const watch = client.Watch({ agentVersion: '0', answersQuestions: true });
      watch.on('error', () => undefined);
      watch.on('data', () => void activation(client, port).then(() => told?.()));
      return { client, watch };
    });
    await Promise.all(clients.map(({ client }) => challengeOf(client)));
    await delay(5_000);
    const memoryKb = (1000 * ((await residentMb(pid)) - emptyMb)) / agents;
    const [before, ownBefore] = [await cpuSeconds(pid), process.cpuUsage()];
    for (let round = 0; round < rounds; round++) {
      let left = agents;
      await new Promise<void>((resolve) => {
        told = () => {
          left--;
          if (left === 0) resolve();
        };
        server.send('go');
      });
    }
    const [after, { user, system }] = [await cpuSeconds(pid), process.cpuUsage(ownBefore)];
    const each = (seconds: number) => rounded((1000 * seconds) / rounds / agents);
    for (const { client, watch } of clients) {
      watch.cancel();
      client.close();
    }
    return {
      bare_agents: agents,
      bare_cpu_s_per_1000_agents: each(after.own - before.own),
      bare_agents_cpu_s_per_1000: each((user + system) / 1e6),
      bare_rss_kb_per_agent: rounded(memoryKb, 1),
    };
  } finally {
    server.kill('SIGKILL');
  }
}

function connect(port: number) {
  const own: ClientOptions = { ...clientOptions, 'grpc.use_local_subchannel_pool': 1 };
  return new v1.AgentService(`ipv6:[::1]:${port}`, credentials.createInsecure(), own);
}

type Client = ReturnType<typeof connect>;

function challengeOf(client: Client): Promise<void> {
  return answered((done) => client.GetChallenge({}, signed(), done));
}

async function activation(client: Client, port: number): Promise<void> {
  const report = () => answered((done) => client.Report(reportOf(undefined, {}), signed(), done));
  await new Promise((resolve, reject) => {
    const bundle = client.FetchBundle({ release: 2, heldFiles: [] }, signed());
    bundle.on('data', () => undefined);
    bundle.on('error', reject);
    bundle.on('end', resolve);
  });
  await report();
  const over = connect(port);
  await challengeOf(over);
  const proof = { release: 2, bundleDigest: Buffer.alloc(32), nonce: Buffer.alloc(32) };
  await answered((done) => over.Confirm(proof, signed(), done));
  over.close();
  await report();
}

/** Metadata as large as that of a call that is signed. */
function signed(): Metadata {
  const metadata = new Metadata();
  metadata.set('towline-challenge-bin', Buffer.alloc(32, 3));
  metadata.set('towline-signature-bin', Buffer.alloc(64, 4));
  return metadata;
}

function answered(start: (done: (error: Error | null) => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => (error === null ? resolve() : reject(error)));
  });
}
