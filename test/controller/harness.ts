import { rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { exitCode } from '../../controller/cli/exit-codes.ts';
import type { Io } from '../../controller/cli/io.ts';
import { runCommandLine } from '../../controller/cli/run.ts';
import { type ControllerConfig, loadConfig } from '../../controller/config/load.ts';
import { statePaths } from '../../controller/config/paths.ts';
import { gitIn } from '../../controller/git/repository.ts';
import { init } from '../../controller/init/init.ts';
import { loadKeyHash } from '../../controller/keys/key-files.ts';
import { type Controller, wire } from '../../controller/wire.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { CommandError, type Run } from '../../shared/os/run.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { silentLog } from '../fakes/log.ts';
import { FakeWireGuard } from '../fakes/wireguard.ts';
import { KeptFolder } from './kept-folder.ts';

/** What one command line printed, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A controller in a folder of its own, with real gRPC, git and SQLite, and WireGuard and `ip` faked. */
export interface Harness {
  readonly dir: string;
  readonly config: ControllerConfig;
  readonly wireguard: FakeWireGuard;
  readonly keyHash: Buffer;
  /** The controller that runs now. */
  readonly controller: Controller;
  /** Whether the machine's BIRD takes what it is given. */
  readonly bird: { refuses: boolean };
  /** Commands that were run on the machine. */
  readonly commands: string[];
  cli(...args: string[]): Promise<Ran>;
  /** The same in another world: a terminal, colours, an environment. */
  cliIn(world: Partial<Io>, ...args: string[]): Promise<Ran>;
  /** Runs a command that has to succeed and gives its JSON document. */
  json(...args: string[]): Promise<Record<string, unknown>>;
  /** git in the work tree, the bare inventory or the rendered files. */
  git(where: 'network' | 'inventory' | 'rendered', ...args: string[]): Promise<string>;
  write(path: string, text: string): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Stops everything and removes the folder. */
  close(): Promise<void>;
}

/** Node number N has this address: a stand-in for its management address that a loopback socket can have. */
export function testAddress(nodeId: number): string {
  return `127.0.1.${nodeId}`;
}

export interface ControllerOptions {
  /** A folder with a controller.toml and the state that it names, instead of a new controller. */
  readonly dir?: string;
  /** Runs `bird` in place of the fake. */
  readonly birdRun?: Run;
}

const initialised = new KeptFolder(makeController);

/** A controller that was made by `init` and serves: of another network than those that run in this process. */
export async function startController({ birdRun, dir: given }: ControllerOptions = {}): Promise<Harness> {
  const own = given === undefined ? await initialised.take() : undefined;
  const dir = own?.dir ?? given ?? '';
  const configPath = join(dir, 'controller.toml');
  const config = loadConfig(configPath);
  const keyHash = await loadKeyHash(statePaths(config).keys);
  const wireguard = new FakeWireGuard();
  const commands: string[] = [];
  const bird = { refuses: false };
  const ports = {
    run: fakeRun(commands, bird, birdRun),
    wireguard,
    clock: systemClock,
    log: silentLog,
    configPath,
    managementAddress: testAddress,
  };
  let controller = await wire(config, ports);
  await controller.start();
  let isRunning = true;

  const cliIn = async (world: Partial<Io>, ...args: string[]): Promise<Ran> => {
    const texts = { out: '', err: '' };
    const io = {
      out: (text: string) => {
        texts.out += text;
      },
      err: (text: string) => {
        if (!progressLine.test(text)) texts.err += text;
      },
      colour: false,
      ...world,
      env: { ...world.env, TOWLINE_CONTROLLER_CONFIG: configPath },
    };
    const code = await runCommandLine(args, io);
    return { code, ...texts };
  };
  const cli = (...args: string[]) => cliIn({}, ...args);

  const harness: Harness = {
    dir,
    config,
    wireguard,
    keyHash,
    bird,
    commands,
    get controller() {
      return controller;
    },
    cli,
    cliIn,
    async json(...args) {
      const ran = await cli(...args, '--json');
      const isShown = ran.code === 0 || (args[0] === 'status' && ran.code === exitCode.unhealthy);
      if (!isShown) throw new Error(`towline ${args.join(' ')}: ${ran.err}`);
      return JSON.parse(ran.out) as Record<string, unknown>;
    },
    git: (where, ...args) => {
      const { inventory, rendered } = statePaths(config);
      return gitIn({ network: config.network_dir, inventory, rendered }[where])(...args);
    },
    write: (path, text) => writeAtomically(join(config.network_dir, path), text, 0o644),
    async start() {
      controller = await wire(config, ports);
      await controller.start();
      isRunning = true;
    },
    async stop() {
      if (isRunning) await controller.stop(1_000);
      isRunning = false;
    },
    async close() {
      await harness.stop();
      if (own === undefined) rmSync(dir, { recursive: true, force: true });
      else own.giveBack();
    },
  };
  return harness;
}

/** What a call that takes five seconds says of how far it is: whether one does depends on the machine. */
const progressLine = /^(?!towline: )\S[^\n]*(?: …|: \d+(?: of \d+)?)\n$/;

/** Keys of controller.toml that keep everything in a folder. */
export function overridesIn(dir: string): Record<string, string> {
  return {
    state_dir: join(dir, 'state'),
    network_dir: join(dir, 'network'),
    socket: join(dir, 'admin.sock'),
  };
}

/** What `init` makes, in a folder that is there. */
export async function makeController(dir: string): Promise<void> {
  const configPath = join(dir, 'controller.toml');
  await init({ configPath, name: 'example', endpoints: ['127.0.0.1'], overrides: overridesIn(dir) });
  await appendListeners(configPath);
}

/** A controller.toml for a controller in a folder, as that of `startController`. */
export async function writeConfigIn(dir: string): Promise<string> {
  const configPath = join(dir, 'controller.toml');
  await writeFile(configPath, `endpoints = ["127.0.0.1"]\n${stringify(overridesIn(dir))}`);
  await appendListeners(configPath);
  return configPath;
}

async function appendListeners(configPath: string): Promise<void> {
  const listen = '[listen]\nenrollment = "127.0.0.1:0"\nagents = "127.0.0.1:0"\nhttp = "127.0.0.1:0"\n';
  await writeAtomically(configPath, `${await readFile(configPath, 'utf8')}\n${listen}`, 0o644);
}

function fakeRun(commands: string[], bird: Harness['bird'], birdRun?: Run): Run {
  return async (command, args, options = {}) => {
    commands.push([command, ...args, options.input ?? ''].join(' ').trim());
    if (command === 'bird' && bird.refuses) throw new CommandError('syntax error', 'bird', 1, 'syntax error');
    if (command === 'bird' && birdRun !== undefined) return birdRun(command, args, options);
    if (command !== 'ip') return '';
    const link = { ifname: 'tlmgmt', ifindex: 2, flags: ['UP'], mtu: 1280, addr_info: [] };
    return args.includes('show') ? JSON.stringify([link]) : '';
  };
}
