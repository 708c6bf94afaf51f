import { realpathSync } from 'node:fs';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { AgentOrder } from '../../shared/gen/towline/v1/AgentOrder.ts';
import type { SignedAgentOrder } from '../../shared/gen/towline/v1/SignedAgentOrder.ts';
import type { FreeSpace } from '../../shared/os/free-space.ts';
import type { Run } from '../../shared/os/run.ts';
import type { Wake } from '../../shared/os/wake.ts';
import { openAgentOrder } from '../../shared/upgrade/order.ts';
import type { Signers } from '../keys/signers.ts';
import { agentFile, fileDigest } from '../launch/agent-files.ts';
import { backoffMs } from '../session/backoff.ts';
import { isNewOrder, nodeTooOld } from './accept.ts';
import {
  changeUpgradeJournal,
  emptyUpgradeJournal,
  readUpgradeJournal,
  type UpgradeJournal,
} from './journal.ts';
import { proveTrial, type TrialPorts } from './prove-trial.ts';
import { checkBeside } from './self-check.ts';
import { pruneAgents, stageAgent } from './stage.ts';

/** The order that was heard last, as the status has it. */
export interface UpgradeStatus {
  readonly epoch: number;
  readonly number: number;
  readonly version: string;
  readonly state: 'fetching' | 'checking' | 'waiting' | 'trying' | 'confirmed' | 'rolledBack' | 'refused';
  readonly reason: string;
}

/** Everything is ready for another agent: this one ends, and whoever starts it again starts that one. */
export class BecomeAnother extends Error {}

export interface UpgradePorts extends Omit<TrialPorts, 'agents' | 'launched'> {
  readonly paths: { readonly agents: string };
  readonly launched: TrialPorts['launched'] | undefined;
  readonly run: Run;
  readonly freeSpace: FreeSpace;
  readonly signers: Signers;
  readonly networkId: string;
  readonly nodeId: number;
  readonly epoch: number;
  /** Notified when an order was heard, or the session is another one. */
  readonly wake: Wake;
  /** Runs a task while no bundle is on its way; not at all while the node is not up, or one is. */
  readonly atRest: (task: () => Promise<void>) => Promise<void>;
  /** Arguments of this process. */
  readonly args: readonly string[];
  /** Called when this agent, which was tried, is proved. */
  readonly onProved: () => void;
}

/** Orders to become another agent, and what becomes of them. */
export interface Upgrades {
  heard(order: SignedAgentOrder): void;
  /** Undefined before the first order. */
  status(): UpgradeStatus | undefined;
  /** Whether this agent is one that is tried and not proved. */
  isOnTrial(): boolean;
  /** Follows orders until the signal is aborted. Throws `BecomeAnother`. */
  run(signal: AbortSignal): Promise<void>;
}

const foreverMs = 2 ** 31 - 1;
const busy = 'a bundle is on its way, or did not come up';
const firstRetryMs = 2_000;
const mostRetryMs = 30_000;

export function createUpgrades(ports: UpgradePorts): Upgrades {
  const { log, wake, launched } = ports;
  const { agents } = ports.paths;
  let told: SignedAgentOrder | undefined;
  let underWay: UpgradeStatus | undefined;

  /** For what is shown. One that cannot be read shows nothing, and keeps no router from running. */
  const shownJournal = (): UpgradeJournal => {
    try {
      return readUpgradeJournal(agents);
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'the journal of agents cannot be read');
      return emptyUpgradeJournal;
    }
  };

  const atStart = shownJournal();
  let ended = endedIn(atStart, ports.networkId);
  let isOnTrial = launched?.trial !== undefined && atStart.trial !== undefined;

  const finish = (order: AgentOrder, outcome: 'confirmed' | 'refused', reason: string) => {
    const last = { ...orderedBy(order), outcome, reason };
    const { networkId } = ports;
    ended = endedIn(
      changeUpgradeJournal(agents, (now) => ({ ...now, networkId, last })),
      networkId,
    );
    log.warn({ version: order.version, outcome, reason }, 'an order to become another agent has ended');
  };

  /** Follows an order to where this agent ends. Throws what may be tried again. */
  const follow = async (order: AgentOrder, signal: AbortSignal): Promise<void> => {
    const at = (state: UpgradeStatus['state'], reason = '') => {
      const { epoch, number, version } = order;
      underWay = { epoch, number, version, state, reason };
    };
    const digest = order.sha256.toString('hex');
    const packaged = fileDigest(realpathSync(process.argv[1] ?? ''));
    if (digest === (launched?.digest ?? packaged)) return finish(order, 'confirmed', 'it ran already');
    const tooOld = nodeTooOld(order);
    if (tooOld !== undefined) return finish(order, 'refused', tooOld);
    const client = ports.client();
    if (client === undefined) return;
    try {
      at('fetching');
      await stageAgent(agents, order, client, ports.freeSpace, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof TowlineError && error.code === 'untrusted')
        return finish(order, 'refused', error.message);
      at('waiting', messageOf(error));
      throw error;
    }
    try {
      at('checking');
      await checkBeside(ports.run, agentFile(agents, digest), order.version, ports.args, signal);
    } catch (error) {
      signal.throwIfAborted();
      return finish(order, 'refused', messageOf(error));
    }
    at('waiting', busy);
    await ports.atRest(async () => {
      const { windowS } = order;
      const trial = { ...orderedBy(order), packaged, windowS, attempts: 0 };
      const { current } = changeUpgradeJournal(agents, (now) => ({
        ...now,
        networkId: ports.networkId,
        trial,
      }));
      await pruneAgents(agents, new Set([digest, ...(current === undefined ? [] : [current.digest])]));
      log.warn({ version: order.version }, 'this agent ends, another one is tried');
      throw new BecomeAnother(`agent ${order.version} is tried`);
    });
    throw new TowlineError('unavailable', busy);
  };

  /** The order that was told, if it is one to follow. */
  const accepted = (signed: SignedAgentOrder): AgentOrder | undefined => {
    try {
      const order = openAgentOrder(ports.signers.accepted(), signed);
      // One that cannot be read throws: an order that was followed before would look new.
      return isNewOrder(order, { ...ports, journal: readUpgradeJournal(agents) }) ? order : undefined;
    } catch (error) {
      log.warn({ error: messageOf(error) }, 'an order to become another agent is not followed');
      return undefined;
    }
  };

  return {
    heard(order) {
      told = order;
      wake.notify();
    },
    status: () => (isOnTrial ? onTrial(shownJournal()) : (underWay ?? ended)),
    isOnTrial: () => isOnTrial,
    async run(signal) {
      if (isOnTrial && launched !== undefined) {
        await proveTrial({ ...ports, agents, launched }, signal);
        isOnTrial = false;
        ended = endedIn(shownJournal(), ports.networkId);
        ports.onProved();
      }
      for (let failures = 0; ; ) {
        const order = told === undefined || ports.client() === undefined ? undefined : accepted(told);
        if (order === undefined) {
          told = ports.client() === undefined ? told : undefined;
          underWay = told === undefined ? undefined : underWay;
          await wake.wait(foreverMs, signal);
          continue;
        }
        try {
          await follow(order, signal);
          failures = 0;
        } catch (error) {
          signal.throwIfAborted();
          if (error instanceof BecomeAnother) throw error;
          log.info({ error: messageOf(error) }, 'another agent is put off');
          await wake.wait(backoffMs(failures++, 0.5 + Math.random() / 2, firstRetryMs, mostRetryMs), signal);
        }
      }
    },
  };
}

function endedIn({ last, networkId }: UpgradeJournal, own: string): UpgradeStatus | undefined {
  if (last === undefined || networkId !== own) return undefined;
  const { epoch, number, version, outcome, reason } = last;
  return { epoch, number, version, state: outcome, reason };
}

function onTrial({ trial }: UpgradeJournal): UpgradeStatus | undefined {
  if (trial === undefined) return undefined;
  const { epoch, number, version } = trial;
  return { epoch, number, version, state: 'trying', reason: '' };
}

function orderedBy({ sha256, version, epoch, number }: AgentOrder) {
  return { digest: sha256.toString('hex'), version, epoch, number };
}
