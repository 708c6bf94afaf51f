import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import type { LabNetwork } from '../../lab/network/network.ts';
import { meshOf } from '../../lab/network/small.ts';
import type { Probe } from '../../lab/traffic/probe.ts';
import { readAgentHead } from '../../shared/upgrade/agent-file.ts';
import type { Outcome } from '../faults/campaign.ts';
import { judgeUpgrade, type SeenUpgrade } from './judge.ts';
import { type Kind, variantOf } from './variants.ts';

const sites = ['aachen', 'berlin', 'chemnitz', 'dresden'] as const;
/** As short as it may be: it is what a case with an agent that never proves itself takes. */
const windowS = 10;
const reachMs = 30_000;
/** A service manager's pause before it starts a service again. */
const restartMs = 500;

const runSchema = z.object({
  nodes: z.array(z.object({ node_name: z.string(), state: z.string(), reason: z.string() })),
});
const versionsSchema = z.object({
  nodes: z.array(z.object({ node_name: z.string(), version: z.string(), connected: z.boolean() })),
});

/** Four sites in a mesh with a host behind each, and agents that are started again as by their unit. */
export class UpgradeGrounds {
  readonly nodes = sites;
  readonly #network: LabNetwork;
  readonly #agent: Buffer;
  readonly #isOff = new Set<string>();
  /** What each node runs, as far as it was upgraded here. */
  readonly #versions = new Map<string, string>();
  readonly #kept: Promise<void>[] = [];
  #isOver = false;

  private constructor(network: LabNetwork, agent: Buffer) {
    this.#network = network;
    this.#agent = agent;
  }

  get network(): LabNetwork {
    return this.#network;
  }

  /** Nothing is left when it throws. */
  static async up(signal?: AbortSignal): Promise<UpgradeGrounds> {
    const agent = await readFile(join(projectFolder(), 'dist/towline-agent.mjs'));
    const env = { TOWLINE_SUPERVISED: '1' };
    const network = await meshOf(sites, signal === undefined ? { env } : { env, signal });
    const grounds = new UpgradeGrounds(network, agent);
    for (const node of sites) grounds.#keep(node);
    return grounds;
  }

  /** As `Restart=always` with `RestartPreventExitStatus=3` does. */
  #keep(node: string): void {
    const loop = async () => {
      for (let service = this.#network.agentService(node); service !== undefined; ) {
        const { exitCode } = await service.exited;
        if (exitCode === 3) return;
        await delay(restartMs);
        if (this.#isOver || this.#isOff.has(node)) return;
        service = this.#network.startAgent(node);
      }
    };
    this.#kept.push(loop());
  }

  /** Nobody starts this node's agent again when it ends. */
  leaveOff(node: string): void {
    this.#isOff.add(node);
  }

  /** One ping at 10 ms over each link, half of them in each family. */
  async traffic(): Promise<{ stop(): Promise<{ lost: number; sent: number }> }> {
    const { lab } = this.#network;
    const pairs = sites.flatMap((a, index) => sites.slice(index + 1).map((b) => [a, b] as const));
    const probes: Probe[] = pairs.map(([a, b], index) => {
      const { ipv4 = '', ipv6 = '' } = lab.hostAddresses(b);
      return lab.probe(`host-${a}`, index % 2 === 0 ? ipv4 : ipv6);
    });
    await Promise.all(probes.map((probe) => probe.answer(30_000)));
    return {
      async stop() {
        const losses = await Promise.all(probes.map((probe) => probe.stop()));
        const sum = (of: 'lost' | 'sent') => losses.reduce((total, loss) => total + loss[of], 0);
        return { lost: sum('lost'), sent: sum('sent') };
      },
    };
  }

  /**
   * Upgrades one node by the command, and looks at it afterwards.
   *
   * @param given what the agent does wrong
   * @param kind what it should do wrong, by which the case is judged
   */
  async upgrade(name: string, node: string, version: string, given: Kind, kind = given): Promise<Outcome> {
    const began = performance.now();
    const file = `/root/agents/towline-agent-${version}.mjs`;
    const text = variantOf(this.#agent, version, given).toString('latin1');
    await this.#network.lab.writeFile(this.#network.controllerMachine, file, text);
    const before = this.#versions.get(node) ?? readAgentHead(this.#agent).version;
    const ran = await this.#network.towline(
      ['agent', 'upgrade', file, '--node', node, '--window', `${windowS}s`, '--wait', '--json'],
      { allowFailure: true, timeoutMs: 500_000 },
    );
    const run = runSchema.safeParse(parsed(ran.stdout));
    const seen = run.data?.nodes.find(({ node_name }) => node_name === node);
    const wanted = given === 'good' ? version : before;
    const after = await this.#reached(node, wanted);
    this.#versions.set(node, after.version);
    const looked: SeenUpgrade = {
      code: ran.exitCode,
      ...{ state: seen?.state ?? '', reason: seen?.reason ?? ran.stderr },
      ...{ before, wanted: version, after: after.version, isReachable: after.isReachable },
      seconds: (performance.now() - began) / 1000,
    };
    return judgeUpgrade(name, kind, looked);
  }

  async #version(node: string): Promise<{ version: string; connected: boolean }> {
    const { nodes } = versionsSchema.parse(await this.#network.towlineJson(['agent', 'versions']));
    return nodes.find(({ node_name }) => node_name === node) ?? { version: '', connected: false };
  }

  async #reached(node: string, version: string): Promise<{ version: string; isReachable: boolean }> {
    const deadline = Date.now() + reachMs;
    for (;;) {
      const now = await this.#version(node);
      const isThere = now.connected && now.version === version;
      if (isThere || Date.now() > deadline) return { version: now.version, isReachable: now.connected };
      await delay(300);
    }
  }

  async down(): Promise<void> {
    this.#isOver = true;
    await this.#network.lab.down();
    await Promise.all(this.#kept);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
