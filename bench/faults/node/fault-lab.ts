import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { Lab } from '../../../lab/lab.ts';
import { projectFolder } from '../../../lab/namespaces/visible-folders.ts';
import { workTree } from '../../../lab/network/inventory.ts';
import { LabNetwork } from '../../../lab/network/network.ts';
import { waitUntilGreen } from '../../../lab/network/wait.ts';
import { controller } from '../../../lab/topology/description.ts';
import { TowlineError } from '../../../shared/errors.ts';
import {
  type Held,
  holdFile,
  type Instruction,
  instructionFile,
  type Point,
  plantVariable,
  traceFile,
} from '../preload/instruction.ts';
import { contents, interfacesOf, nodeNames, otherSide, type Side } from './contents.ts';
import { type Judged, judge } from './judge.ts';
import { type Look, lookScript, readLook, type Snapshot } from './snapshot.ts';
import { writeTree } from './tree.ts';

const statusSchema = z.object({
  nodes: z.array(
    z.object({
      name: z.string(),
      last_apply: z
        .object({ release: z.number(), outcome: z.string(), reason: z.string() })
        .partial()
        .nullable(),
    }),
  ),
});

const releasedSchema = z.object({ release: z.number() });
const agentSchema = z.object({
  state: z.string(),
  lastApply: z
    .object({ release: z.number(), outcome: z.string(), reason: z.string() })
    .nullable()
    .catch(null),
});

/** States of the journal in which nothing is under way. */
export const atRest: ReadonlySet<string> = new Set(['idle', 'confirmed', 'quarantined']);

/** What an agent says of itself. */
export type AgentSays = z.output<typeof agentSchema>;

/** What the controller knows of a node's last bundle. */
export interface LastApply {
  readonly outcome: string;
  readonly reason: string;
}

/** The points that an agent passed. */
export interface Trace {
  readonly points: readonly Point[];
  /** Whether a new cycle waits for the hold to end. */
  readonly isHeld: boolean;
}

export interface FaultLabOptions {
  readonly nodes: number;
  readonly windowS: number;
  readonly signal: AbortSignal;
  /** Whether the agents keep their state on a file system of 1 MiB. */
  readonly hasSmallDisk?: boolean;
  /** Name of a planted fault that the preload itself carries out. */
  readonly plant?: string | undefined;
}

const preload = () => pathToFileURL(join(projectFolder(), 'dist/bench/faults/preload/main.js'));

const smallDisk = 'mkdir -p /var/lib/towline && mount -t tmpfs -o size=1m,mode=0755 tmpfs /var/lib/towline';

/** A network that goes to and fro between two contents, whose agents have the preload. */
export class FaultLab {
  readonly network: LabNetwork;
  readonly nodes: readonly string[];
  #plant: string | undefined;
  readonly #whole = new Map<string, Record<Side, Snapshot>>();
  readonly #releases = new Map<Side, number>();
  #side: Side = 'x';
  /** By node, how often agents had said before the last start that they brought the node up. */
  readonly #upsBefore = new Map<string, number>();

  private constructor(network: LabNetwork, plant: string | undefined) {
    this.network = network;
    this.nodes = network.lab.nodes;
    this.#plant = plant;
  }

  /** Brings the network up, green and at rest in content x; both contents have been seen on each node. */
  static async up({
    nodes,
    windowS,
    signal,
    hasSmallDisk = false,
    plant,
  }: FaultLabOptions): Promise<FaultLab> {
    const names = nodeNames(nodes);
    const description = {
      controller: { uplink: 100 },
      nodes: names.map((name, index) => ({ name, site: name, uplink: index + 1 })),
    };
    const lab = await Lab.up(description, { signal, wireGuardInterfaces: interfacesOf(nodes) });
    const folder = await mkdtemp(join(tmpdir(), 'towline-contents-'));
    try {
      await writeTree(folder, contents('x', nodes, windowS));
      const network = new LabNetwork(lab);
      const faults = new FaultLab(network, plant);
      await network.initController('faults', folder);
      if (hasSmallDisk) await Promise.all(names.map((name) => lab.exec(name, ['bash', '-c', smallDisk])));
      await network.enroll(undefined, { signal });
      for (const name of names) await faults.startAgent(name);
      await network.release('x');
      await waitUntilGreen(network, nodes, { signal });
      const x = await faults.#lookAtAll();
      for (const [path, text] of contents('y', nodes, windowS)) {
        await lab.writeFile(controller, join(workTree, path), text);
      }
      await network.release('y');
      await waitUntilGreen(network, nodes, { signal });
      const y = await faults.#lookAtAll();
      for (const name of names) {
        faults.#whole.set(name, { x: x.get(name) ?? {}, y: y.get(name) ?? {} });
      }
      faults.#releases.set('x', 1).set('y', 2);
      faults.#side = 'y';
      return faults;
    } catch (error) {
      await lab.down();
      throw error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** The content that is wanted now. */
  get side(): Side {
    return this.#side;
  }

  async startAgent(node: string): Promise<void> {
    // The first one has no bundle to bring up.
    if (this.network.agentService(node) !== undefined) this.#upsBefore.set(node, await this.#ups(node));
    this.network.startAgent(node, {
      NODE_OPTIONS: `--import=${preload().href}`,
      ...(this.#plant === undefined ? {} : { [plantVariable]: this.#plant }),
    });
  }

  /** Whether the agent that was started last has brought its node up; until then the disk says what the one before left. */
  async isUp(node: string): Promise<boolean> {
    return (await this.#ups(node)) > (this.#upsBefore.get(node) ?? -1);
  }

  /** Starts all agents anew, with another planted fault or none. */
  async plant(name: string | undefined): Promise<void> {
    this.#plant = name;
    for (const node of this.nodes) {
      await this.network.stopAgent(node);
      await this.startAgent(node);
    }
  }

  /** Makes the other content the one that is wanted; resolves to the number of that release. */
  async release(): Promise<number> {
    this.#side = otherSide(this.#side);
    const target = String(this.#releases.get(this.#side));
    return releasedSchema.parse(await this.network.towlineJson(['rollback', target, '--yes'])).release;
  }

  /** Tells those that have not confirmed it again. */
  async tellAgain(): Promise<void> {
    await this.network.towline(['activate'], { allowFailure: true });
  }

  async instruct(node: string, instruction: Instruction): Promise<void> {
    await this.network.lab.writeFile(node, instructionFile, JSON.stringify(instruction));
  }

  /** Takes the instruction away; what is held stays held. */
  async endFault(node: string): Promise<void> {
    await this.network.lab.exec(node, ['rm', '-f', instructionFile]);
  }

  /** Takes instruction and hold away; resolves to the trace since the instruction, and begins it anew. */
  letGo(node: string): Promise<Trace> {
    const files = [instructionFile, holdFile, traceFile].join(' ');
    return this.#trace(
      node,
      `mv ${traceFile} ${traceFile}.old; rm -f ${files}; cat ${traceFile}.old && rm ${traceFile}.old`,
    );
  }

  trace(node: string): Promise<Trace> {
    return this.#trace(node, `cat ${traceFile}`);
  }

  async look(node: string): Promise<Look> {
    const { stdout } = await this.network.lab.exec(node, ['bash', '-c', lookScript], { allowFailure: true });
    return readLook(stdout);
  }

  /** What the agent on a node wrote into its status last; undefined before it wrote any. */
  async says(node: string): Promise<AgentSays | undefined> {
    const { stdout } = await this.network.lab.exec(node, ['cat', '/run/towline/status.json'], {
      allowFailure: true,
    });
    return stdout === '' ? undefined : agentSchema.parse(JSON.parse(stdout));
  }

  judge(node: string, snapshot: Snapshot, parts?: readonly string[]): Judged {
    const whole = this.#whole.get(node);
    if (whole === undefined) throw new TowlineError('notFound', `${node} is no node of this lab`);
    return judge(snapshot, whole, parts);
  }

  /** What the controller knows of a node's last bundle, by node. */
  async known(): Promise<Map<string, LastApply>> {
    const { nodes } = statusSchema.parse(await this.network.towlineJson(['status']));
    return new Map(
      nodes.map(({ name, last_apply }) => [
        name,
        { outcome: last_apply?.outcome ?? '', reason: last_apply?.reason ?? '' },
      ]),
    );
  }

  /** As `unsettled`; throws `failed` where there is any, since the lab is of no use then. */
  async requireSettled(signal: AbortSignal): Promise<void> {
    const unsettled = [...(await this.unsettled(signal))].map(([node, what]) => `${node} ${what}`);
    if (unsettled.length > 0)
      throw new TowlineError('failed', `the lab does not come to rest: ${unsettled.join('; ')}`);
  }

  /** Waits until all nodes are whole and at rest in the content that is wanted; resolves to what the others are. */
  async unsettled(signal: AbortSignal, deadlineMs = 60_000): Promise<Map<string, string>> {
    const deadline = Date.now() + deadlineMs;
    const missing = new Map<string, string>(this.nodes.map((node) => [node, 'not looked at']));
    for (let round = 1; ; round++) {
      signal.throwIfAborted();
      await Promise.all(
        [...missing.keys()].map(async (node) => {
          const { state, snapshot } = await this.look(node);
          const { side, parts } = this.judge(node, snapshot);
          const isThere = side === this.#side && state === 'confirmed';
          // An agent that still comes up passes points of its own.
          if (isThere && (await this.isUp(node))) missing.delete(node);
          else if (isThere) missing.set(node, 'its agent is not up');
          else missing.set(node, `${state ?? 'changing'}: ${parts}`);
        }),
      );
      if (missing.size === 0 || Date.now() > deadline) return missing;
      // A node that rolled back waits for a quarter of a minute unless it is told again.
      if (round % 6 === 0) await this.tellAgain();
      await delay(400);
    }
  }

  down(): Promise<void> {
    return this.network.lab.down();
  }

  async #ups(node: string): Promise<number> {
    const service = this.network.agentService(node);
    if (service === undefined) return 0;
    return (await this.network.lab.readLog(service)).split('brought up from disk').length - 1;
  }

  async #lookAtAll(): Promise<Map<string, Snapshot>> {
    return new Map(
      await Promise.all(this.nodes.map(async (node) => [node, (await this.look(node)).snapshot] as const)),
    );
  }

  async #trace(node: string, script: string): Promise<Trace> {
    const { stdout } = await this.network.lab.exec(node, ['bash', '-c', script], { allowFailure: true });
    const lines = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Point | Held);
    const points = lines.filter((line) => !('held' in line)) as Point[];
    return { points, isHeld: points.length < lines.length };
  }
}
