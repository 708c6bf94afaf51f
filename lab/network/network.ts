import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { exitCode } from '../../controller/cli/exit-codes.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { Lab } from '../lab.ts';
import type { ExecOptions, ExecResult } from '../machines/execution.ts';
import type { Service } from '../machines/service.ts';
import { controller } from '../topology/description.ts';
import { enrollNodes } from './enrollment.ts';
import { installInventory, readAuthoredFiles } from './inventory.ts';
import { type Programs, shippedPrograms } from './programs.ts';

export interface NetworkOptions {
  /** The two programs; those in dist/ unless said otherwise. */
  readonly programs?: Programs;
  /** Environment of the two programs, for example TOWLINE_LOG. */
  readonly env?: Readonly<Record<string, string>>;
}

const initSchema = z.object({ join_string: z.string() });

/** Towline itself in a lab: the controller's and the agents' programs, each run as on a machine of its own. */
export class LabNetwork {
  readonly lab: Lab;
  /** The machine on which `towline` runs; another one after the controller was moved. */
  controllerMachine: string = controller;
  readonly #programs: Programs;
  readonly #env: Readonly<Record<string, string>>;
  readonly #agents = new Map<string, Service>();
  #controller: Service | undefined;
  #joinString = '';

  constructor(lab: Lab, { programs = shippedPrograms(), env = {} }: NetworkOptions = {}) {
    this.lab = lab;
    this.#programs = programs;
    this.#env = env;
  }

  /** The running `towline serve`, if any. */
  get controllerService(): Service | undefined {
    return this.#controller;
  }

  /** What a router needs to find the controller; empty before initController. */
  get joinString(): string {
    return this.#joinString;
  }

  /** The `towline-agent run` that was started last on a node. */
  agentService(node: string): Service | undefined {
    return this.#agents.get(node);
  }

  /** Runs a `towline` command on the controller's machine. */
  towline(args: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const env = { ...this.#env, ...options.env };
    // What status shows of a fleet that is not well is what was asked for.
    const okCodes = args[0] === 'status' ? [exitCode.unhealthy] : [];
    return this.lab.exec(this.controllerMachine, [...this.#programs.controller, ...args], {
      okCodes,
      ...options,
      env,
    });
  }

  /** Runs a `towline` command with --json and parses what it prints. */
  async towlineJson(args: readonly string[], options?: ExecOptions): Promise<unknown> {
    const { stdout } = await this.towline([...args, '--json'], options);
    try {
      return JSON.parse(stdout);
    } catch (error) {
      throw new TowlineError(
        'failed',
        `towline ${args.join(' ')} --json printed no JSON: ${stdout.slice(0, 200)}`,
        {
          cause: error,
        },
      );
    }
  }

  /** Runs a `towline-agent` command on a node. */
  agent(node: string, args: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const env = { ...this.#env, ...options.env };
    return this.lab.exec(node, [...this.#programs.agent, ...args], { ...options, env });
  }

  /**
   * Makes a network at the controller, puts an inventory folder's files into its work tree, and serves it.
   *
   * @param options.hosts where routers reach it; its addresses unless said otherwise
   */
  async initController(
    name: string,
    inventory: string,
    { hosts, deadlineMs }: { readonly hosts?: readonly string[]; readonly deadlineMs?: number } = {},
  ): Promise<void> {
    const { ipv4, ipv6 } = this.lab.publicAddresses(controller);
    const addresses = [ipv4, ipv6].filter((address) => address !== undefined);
    const endpoints = (hosts ?? addresses).flatMap((host) => ['--endpoint', host]);
    const made = await this.towlineJson(['init', '--name', name, ...endpoints]);
    this.#joinString = initSchema.parse(made).join_string;
    await installInventory(this.lab, await readAuthoredFiles(inventory));
    await this.startController(deadlineMs);
  }

  /** Starts `towline serve` and resolves when it answers. Throws `failed` with its last words when it does not. */
  async startController(deadlineMs = 60_000): Promise<void> {
    const command = [...this.#programs.controller, 'serve'];
    const service = this.lab.start(this.controllerMachine, command, { name: 'towline', env: this.#env });
    this.#controller = service;
    const deadline = Date.now() + deadlineMs;
    const answers = async () => {
      const { exitCode: code } = await this.towline(['status', '--json'], { allowFailure: true });
      return code === exitCode.ok || code === exitCode.unhealthy;
    };
    while (!(await answers())) {
      if (!service.running || Date.now() > deadline) {
        const words = (await this.lab.readLog(service)).trim().split('\n').slice(-5).join('; ');
        throw new TowlineError('failed', `the controller does not answer: ${words}`);
      }
      await delay(50);
    }
  }

  /** Ends `towline serve`. Throws `conflict` when it was not started. */
  async stopController(): Promise<void> {
    if (!this.#controller) throw new TowlineError('conflict', 'the controller was not started');
    await this.#controller.stop();
  }

  /** Enrolls nodes (all unless said otherwise) through the real call and the real approval. */
  async enroll(
    nodes: readonly string[] = this.lab.nodes,
    { deadlineMs = 60_000, signal }: { readonly deadlineMs?: number; readonly signal?: AbortSignal } = {},
  ): Promise<void> {
    await enrollNodes(this.lab, (args) => this.towlineJson(args, { timeoutMs: deadlineMs }), nodes, {
      joinString: this.#joinString,
      programs: this.#programs,
      deadlineMs,
      signal,
    });
  }

  /** Starts `towline-agent run` on a node, as its init system would at boot; `env` adds to its environment. */
  startAgent(node: string, env: Readonly<Record<string, string>> = {}): Service {
    const command = [...this.#programs.agent, 'run'];
    const service = this.lab.start(node, command, {
      name: 'towline-agent',
      // As its unit has it: what is measured here is what a router takes.
      env: { MALLOC_ARENA_MAX: '1', ...this.#env, ...env },
    });
    this.#agents.set(node, service);
    return service;
  }

  startAgents(nodes: readonly string[] = this.lab.nodes): void {
    for (const node of nodes) this.startAgent(node);
  }

  /** Ends a node's agent. Interfaces and BIRD stay, as they do on a router. */
  async stopAgent(node: string): Promise<void> {
    const service = this.#agents.get(node);
    if (!service) throw new TowlineError('conflict', `no agent was started on ${node}`);
    await service.stop();
  }

  /** Takes a node's power, boots it and starts its agent: everything comes up anew from its disk. */
  async rebootNode(node: string): Promise<void> {
    await this.lab.stopNode(node);
    await this.lab.startNode(node);
    this.startAgent(node);
  }

  /** Commits the work tree and makes the nodes run it. Resolves to what both commands printed. */
  async release(message: string): Promise<{ readonly commit: unknown; readonly activate: unknown }> {
    const commit = await this.towlineJson(['commit', '-m', message]);
    return { commit, activate: await this.towlineJson(['activate']) };
  }
}
