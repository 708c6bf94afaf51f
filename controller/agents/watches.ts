import type { DesiredRelease } from '../../shared/gen/towline/v1/DesiredRelease.ts';
import type { OwnFacts } from '../../shared/gen/towline/v1/OwnFacts.ts';
import type { PeerEndpoint } from '../../shared/gen/towline/v1/PeerEndpoint.ts';
import type { Question } from '../../shared/gen/towline/v1/Question.ts';
import type { SignedAgentOrder } from '../../shared/gen/towline/v1/SignedAgentOrder.ts';
import type { SignedTunnelMove } from '../../shared/gen/towline/v1/SignedTunnelMove.ts';
import type { SigningChain } from '../../shared/gen/towline/v1/SigningChain.ts';
import type { Spread } from '../../shared/gen/towline/v1/Spread.ts';
import type { WatchResponse } from '../../shared/gen/towline/v1/WatchResponse.ts';

/**
 * What an open watch has to say and has not said yet. The latest state wins: it holds one entry a peer at most, and the
 * few questions that may wait for a node (controller/questions).
 */
export interface Watcher {
  /** The next thing to say, hints before the release; undefined once the watch is closed. */
  next(): Promise<WatchResponse | undefined>;
  close(): void;
}

export interface WatchOptions {
  /** Whether the node answers questions. */
  readonly canAnswer?: boolean;
  /** Why the node cannot become another agent; empty if it can. */
  readonly agentObstacle?: string;
  /** Told once all else is. */
  readonly spread?: Spread | undefined;
}

/** The open watches of all nodes. */
export interface Watches {
  open(nodeId: number, options?: WatchOptions): Watcher;
  hint(nodeId: number, endpoint: PeerEndpoint): void;
  desire(nodeId: number, release: DesiredRelease): void;
  move(nodeId: number, move: SignedTunnelMove): void;
  /** Tells a node which agent it shall become. */
  order(nodeId: number, order: SignedAgentOrder): void;
  /** Why a node cannot become another agent, as its latest watch says: empty if it can, undefined without a watch. */
  agentObstacle(nodeId: number): string | undefined;
  /** Tells a node how it may be reached itself. */
  ownFacts(nodeId: number, facts: OwnFacts): void;
  /** Tells the way to the key that signs from now on, before anything else. */
  sign(nodeId: number, chain: SigningChain): void;
  /** Asks by the watch that the node opened last; says why not, if it cannot. */
  ask(nodeId: number, question: Question): 'asked' | 'away' | 'cannot';
  /** Takes a question back that nobody waits for any more, if it was not told yet. */
  withdraw(nodeId: number, questionId: number): void;
  isOpen(nodeId: number): boolean;
  count(): number;
  /** Nodes with an open watch. */
  nodes(): number;
  closeNode(nodeId: number): void;
  closeAll(): void;
}

interface Entry {
  readonly hints: Map<string, PeerEndpoint>;
  desired: DesiredRelease | undefined;
  tunnelMove: SignedTunnelMove | undefined;
  signingChain: SigningChain | undefined;
  agentOrder: SignedAgentOrder | undefined;
  ownFacts: OwnFacts | undefined;
  readonly questions: Question[];
  readonly canAnswer: boolean;
  readonly agentObstacle: string;
  spread: Spread | undefined;
  closed: boolean;
  wake: () => void;
}

/** A node has one watch, and for a while a second one after it lost its connection. */
const perNode = 3;

export function createWatches(): Watches {
  const open = new Map<number, Set<Entry>>();
  const each = (nodeId: number, change: (entry: Entry) => void) => {
    for (const entry of open.get(nodeId) ?? []) {
      change(entry);
      entry.wake();
    }
  };
  const close = (nodeId: number, entry: Entry) => {
    entry.closed = true;
    entry.wake();
    const own = open.get(nodeId);
    own?.delete(entry);
    if (own?.size === 0) open.delete(nodeId);
  };
  const closeNode = (nodeId: number) => {
    for (const entry of [...(open.get(nodeId) ?? [])]) close(nodeId, entry);
  };

  return {
    open(nodeId, { canAnswer = false, agentObstacle = '', spread } = {}) {
      const own = open.get(nodeId) ?? new Set<Entry>();
      open.set(nodeId, own);
      const [oldest] = own;
      if (own.size >= perNode && oldest !== undefined) close(nodeId, oldest);
      const entry: Entry = {
        hints: new Map(),
        desired: undefined,
        tunnelMove: undefined,
        signingChain: undefined,
        agentOrder: undefined,
        ownFacts: undefined,
        questions: [],
        canAnswer,
        agentObstacle,
        spread,
        closed: false,
        wake: () => undefined,
      };
      own.add(entry);
      open.set(nodeId, own);
      return { next: () => next(entry), close: () => close(nodeId, entry) };
    },
    hint: (nodeId, endpoint) => each(nodeId, (entry) => entry.hints.set(endpoint.nodeName, endpoint)),
    desire: (nodeId, release) =>
      each(nodeId, (entry) => {
        entry.desired = release;
      }),
    move: (nodeId, move) =>
      each(nodeId, (entry) => {
        entry.tunnelMove = move;
      }),
    sign: (nodeId, chain) =>
      each(nodeId, (entry) => {
        entry.signingChain = chain;
      }),
    order: (nodeId, order) =>
      each(nodeId, (entry) => {
        entry.agentOrder = order;
      }),
    agentObstacle: (nodeId) => [...(open.get(nodeId) ?? [])].at(-1)?.agentObstacle,
    ownFacts: (nodeId, facts) =>
      each(nodeId, (entry) => {
        entry.ownFacts = facts;
      }),
    ask(nodeId, question) {
      const latest = [...(open.get(nodeId) ?? [])].at(-1);
      if (latest === undefined) return 'away';
      if (!latest.canAnswer) return 'cannot';
      latest.questions.push(question);
      latest.wake();
      return 'asked';
    },
    withdraw(nodeId, questionId) {
      for (const { questions } of open.get(nodeId) ?? []) {
        const index = questions.findIndex((question) => question.questionId === questionId);
        if (index >= 0) questions.splice(index, 1);
      }
    },
    isOpen: (nodeId) => open.has(nodeId),
    count: () => [...open.values()].reduce((sum, own) => sum + own.size, 0),
    nodes: () => open.size,
    closeNode,
    closeAll() {
      for (const nodeId of [...open.keys()]) closeNode(nodeId);
    },
  };
}

async function next(entry: Entry): Promise<WatchResponse | undefined> {
  while (!entry.closed) {
    if (entry.signingChain !== undefined) {
      const { signingChain } = entry;
      entry.signingChain = undefined;
      return { signingChain };
    }
    if (entry.tunnelMove !== undefined) {
      const { tunnelMove } = entry;
      entry.tunnelMove = undefined;
      return { tunnelMove };
    }
    const [hint] = entry.hints;
    if (hint !== undefined) {
      entry.hints.delete(hint[0]);
      return { peerEndpoint: hint[1] };
    }
    const question = entry.questions.shift();
    if (question !== undefined) return { question };
    if (entry.ownFacts !== undefined) {
      const { ownFacts } = entry;
      entry.ownFacts = undefined;
      return { ownFacts };
    }
    if (entry.desired !== undefined) {
      const desiredRelease = entry.desired;
      entry.desired = undefined;
      return { desiredRelease };
    }
    if (entry.agentOrder !== undefined) {
      const { agentOrder } = entry;
      entry.agentOrder = undefined;
      return { agentOrder };
    }
    if (entry.spread !== undefined) {
      const { spread } = entry;
      entry.spread = undefined;
      return { spread };
    }
    await new Promise<void>((resolve) => {
      entry.wake = resolve;
    });
    entry.wake = () => undefined;
  }
  return undefined;
}
