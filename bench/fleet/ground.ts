import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { managementAddress } from '../../controller/allocate/addresses.ts';
import { runCommandLine } from '../../controller/cli/run.ts';
import { statePaths } from '../../controller/config/paths.ts';
import { commit } from '../../controller/release/commit.ts';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { TowlineError } from '../../shared/errors.ts';
import { manifestCodec } from '../../shared/rpc/codec.ts';
import { openBenchController } from '../compile/controller.ts';
import { degreeSix, writeNetwork } from '../compile/network.ts';
import type { Identity, Network } from './wire.ts';

const agentsPort = 7443;
const program = join(projectFolder(), 'dist/controller/main.js');

/** A controller as it ships, with many nodes enrolled, in a folder and a network namespace of its own. */
export interface Ground {
  readonly network: Network;
  readonly agents: readonly Identity[];
  /** Mean size of a bundle, in bytes. */
  readonly bundleBytes: number;
  /** Its controller.db, for while no controller runs. */
  readonly database: string;
  /** Process of `towline serve`. Throws where none runs. */
  pid(): number;
  /** Starts `towline serve`; resolves when it answers. */
  start(): Promise<void>;
  /** Sends it a signal and resolves, when it has ended, to the seconds that took. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<number>;
  /** A command with --json; what it prints. Throws where it fails. */
  towline(...args: string[]): Promise<Record<string, unknown>>;
  /** Sets a value in which all bundles differ, and commits; resolves to the release. */
  change(value: number): Promise<number>;
  close(): Promise<void>;
}

/** Makes the network of degree six with so many nodes, its keys and its first release. */
export async function prepareGround(nodes: number): Promise<Ground> {
  const dir = mkdtempSync(join(process.env.TOWLINE_BENCH_DIR ?? tmpdir(), 'towline-fleet-'));
  const configPath = join(dir, 'controller.toml');
  const controller = await openBenchController(dir);
  const { context, config } = controller;
  const close = () => rmSync(dir, { recursive: true, force: true });
  try {
    await writeNetwork(config.network_dir, degreeSix(nodes));
    // As in any network of more than a hundred sites: the small one has bundles of the same size.
    await appendFile(join(config.network_dir, 'network.toml'), '\nbgp.origins = "neighbours"\n');
    const enrolled = await controller.enrollAll();
    const quiet = { progress: () => undefined };
    await commit(context, { message: 'first', author: 'bench <bench@localhost>' }, quiet);
    const { networkId, ula } = context.store.network.get();
    const bundleBytes = meanBundleBytes(context.store.bundles.ofRelease(1));
    const signingPublicKey = context.keys.signing.current().publicKey.toString('hex');
    await controller.close({ keep: true });
    appendFileSync(configPath, `\n[listen]\nenrollment = "[::1]:7442"\nagents = "[::]:${agentsPort}"\n`);
    const agents = enrolled.map(({ nodeId, name, identityPrivateKey }) => ({
      ...{ nodeId, name, address: managementAddress(ula, nodeId) },
      identityPrivateKey: identityPrivateKey.toString('hex'),
    }));
    // A connection to an address of one's own comes from that address: each agent has its node's.
    const batch = agents.map(({ address }) => `address add ${address}/128 dev lo nodad\n`).join('');
    await execa('ip', ['-6', '-batch', '-'], { input: batch });
    return ground(
      { dir, configPath, agents, bundleBytes, close, database: statePaths(config).database },
      { networkId, port: agentsPort, signingPublicKey },
    );
  } catch (error) {
    close();
    throw error;
  }
}

function ground(
  made: Pick<Ground, 'agents' | 'bundleBytes' | 'database'> & {
    readonly dir: string;
    readonly configPath: string;
    readonly close: () => void;
  },
  network: Network,
): Ground {
  const { dir, configPath, database, agents, bundleBytes } = made;
  let serving: ChildProcess | undefined;
  const logPath = join(dir, 'serve.log');
  const pid = () => {
    if (serving?.pid === undefined || serving.exitCode !== null || serving.signalCode !== null)
      throw new TowlineError('failed', `towline serve does not run: ${lastWords(logPath)}`);
    return serving.pid;
  };
  const towline = async (...args: string[]) => {
    const texts = { out: '', err: '' };
    const io = {
      out: (text: string) => {
        texts.out += text;
      },
      err: (text: string) => {
        texts.err += text;
      },
      colour: false,
      env: { ...process.env, TOWLINE_CONTROLLER_CONFIG: configPath },
    };
    const code = await runCommandLine([...args, '--json'], io);
    if (code !== 0) throw new TowlineError('failed', `towline ${args.join(' ')}: ${texts.err.trim()}`);
    return JSON.parse(texts.out) as Record<string, unknown>;
  };
  return {
    network,
    agents,
    bundleBytes,
    database,
    pid,
    towline,
    async start() {
      const log = openSync(logPath, 'a');
      const child = spawn(process.execPath, [...profiling(), program, '--config', configPath, 'serve'], {
        stdio: ['ignore', log, log],
      });
      serving = child;
      for (const deadline = performance.now() + 120_000; ; ) {
        pid();
        // The admin socket is the last that listens.
        const answers = await towline('release', 'list').then(
          () => true,
          () => false,
        );
        if (answers) return;
        if (performance.now() > deadline)
          throw new TowlineError('failed', `towline serve does not answer: ${lastWords(logPath)}`);
        await delay(20);
      }
    },
    async stop(signal) {
      const child = serving;
      const number = pid();
      const begun = performance.now();
      const ended = new Promise((resolve) => child?.once('exit', resolve));
      process.kill(number, signal);
      await ended;
      return (performance.now() - begun) / 1000;
    },
    async change(value) {
      await towline('set', 'bgp.hold_time_s', String(value));
      const { release } = await towline('commit', '-m', `hold time ${value}`);
      return Number(release);
    },
    async close() {
      if (serving !== undefined && serving.exitCode === null) serving.kill('SIGKILL');
      made.close();
    },
  };
}

/** Where TOWLINE_BENCH_PROFILE names a folder, the controller leaves a CPU profile there when it ends. */
function profiling(): string[] {
  const folder = process.env.TOWLINE_BENCH_PROFILE;
  return folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${folder}`];
}

function lastWords(path: string): string {
  return readFileSync(path, 'utf8').trim().split('\n').slice(-5).join('; ');
}

function meanBundleBytes(bundles: Iterable<{ readonly content?: { readonly manifest: Buffer } }>): number {
  let [count, bytes] = [0, 0];
  for (const { content } of bundles) {
    if (content === undefined) continue;
    const { files } = manifestCodec.decode(content.manifest);
    count++;
    bytes += content.manifest.length + files.reduce((sum, { length }) => sum + length, 0);
  }
  return Math.round(bytes / count);
}
