import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { Wake } from '../../shared/os/wake.ts';
import { releaseBefore } from '../pairs/release-before.ts';
import { mostReason, opening } from '../pairs/take-back.ts';
import { activate, usableBundles } from '../release/activate.ts';
import type { ReleaseContext } from '../release/context.ts';
import type { Queue } from '../serve/queue.ts';
import { type PlanSources, rolloutNetwork, turnsOf } from './network.ts';
import { beginMemory, follow, observe, type RolloutMemory } from './observe.ts';
import type { Rollout } from './rollout.ts';
import { type Action, type Seen, transition, withoutCanaries, withWave } from './transition.ts';
import { nextWave } from './waves.ts';

export interface DriveOptions extends Omit<PlanSources, 'context'> {
  readonly releases: () => ReleaseContext;
  readonly queue: Queue;
  /** Ends a pause: a rollout has begun or was changed, or a node that is on its way was heard of. */
  readonly wake: Wake;
  readonly memory: RolloutMemory;
}

const activeMs = 1_000;
const idleMs = 30_000;

/** Leads rollouts on, until the signal is aborted. What it stands still for is logged once, until it has got on. */
export async function driveRollouts(options: DriveOptions, signal: AbortSignal): Promise<void> {
  let logged = '';
  while (!signal.aborted) {
    const { store, log } = options.releases();
    let pauseMs = activeMs;
    try {
      if (await lookAtRollout(options)) pauseMs = 0;
      else if (store.rollouts.current() === undefined) pauseMs = idleMs;
      logged = '';
    } catch (error) {
      const reason = messageOf(error);
      if (reason !== logged) log.warn({ reason }, 'the rollout stands still for now, trying again');
      logged = reason;
    }
    await options.wake.wait(pauseMs, signal).catch(() => undefined);
  }
}

/** What a rollout's nodes are seen to do now. */
function seenNow({ releases, watches, memory }: DriveOptions, rollout: Rollout): Seen {
  const { store, clock, pairs } = releases();
  return observe({ store, clock, watches, whyPutOff: pairs.whyPutOff }, rollout, memory);
}

/**
 * One look: the rollout gets on by a step at most. What it decides is on the disk before anything is done about it, and
 * what is done may be done again. Resolves to whether to look again at once.
 */
export async function lookAtRollout(options: DriveOptions): Promise<boolean> {
  const { store, clock } = options.releases();
  const before = store.rollouts.current();
  // Also where no rollout is under way: one that begins later finds a controller that has been there for long.
  beginMemory(options.memory, before, clock.monotonic());
  follow(options.memory, before);
  if (before === undefined) return false;
  const { rollout, actions } = transition(before, seenNow(options, before), clock.now());
  if (rollout !== before) save(options.releases(), before, rollout);
  follow(options.memory, rollout);
  for (const action of actions) await perform(options, rollout, action);
  // A wave that was taken up has nobody told yet, and what ended has something after it.
  return rollout !== before || actions.some(({ kind }) => kind === 'plan' || kind === 'finish');
}

/** Puts a rollout's new state on the disk, and notes what an admin wants to know of it later. */
export function save(context: ReleaseContext, before: Rollout, after: Rollout): void {
  const { store, audit, log } = context;
  const was = new Map(before.nodes.map((node) => [node.nodeId, node.state]));
  const failed = after.nodes.filter(
    ({ nodeId, state }) => state === 'failed' && was.get(nodeId) !== 'failed',
  );
  const { release, number, wave, reason } = after;
  store.transaction(() => {
    store.rollouts.update(before, after);
    for (const node of failed) {
      const detail = { rollout: number, release, wave, reason: node.reason.slice(0, mostReason) };
      audit.note({ action: 'rollout.node_failed', subject: node.name, detail, result: 'failed' });
    }
    if (after.state !== before.state) {
      const result = after.state === 'stopped' || after.state === 'returning' ? 'failed' : 'ok';
      audit.note({
        action: `rollout.${after.state}`,
        subject: release,
        detail: { rollout: number, wave, reason },
        result,
      });
    }
  });
  for (const { name, reason: why } of failed)
    log.warn({ node: name, release, reason: why }, 'a node failed in a rollout');
  if (after.state !== before.state)
    log.info({ release, wave, state: after.state, reason }, 'a rollout has got on');
}

async function perform(options: DriveOptions, rollout: Rollout, action: Action): Promise<void> {
  const { queue } = options;
  const context = options.releases();
  const { store } = context;
  const current = () => {
    const now = store.rollouts.current();
    return now?.number === rollout.number ? now : undefined;
  };
  switch (action.kind) {
    case 'plan':
      return plan(options, rollout);
    case 'tell':
      return queue(async () => {
        // Somebody may have aborted it while this waited for its turn.
        const flying = new Set(current()?.nodes.flatMap(({ state, name }) => (state === 'told' ? name : [])));
        const names = action.names.filter((name) => flying.has(name));
        if (names.length > 0) await activate(context, rollout.release, names);
      });
    case 'finish':
      return queue(async () => {
        const reason = await activateRest(context, rollout);
        const now = current();
        if (now?.state !== 'finishing') return;
        save(context, now, { ...now, state: 'done', changed: context.clock.now(), reason });
      });
    case 'return':
      return queue(async () => {
        const now = current();
        if (now !== undefined) await takeBackAll(context, now);
      });
  }
}

/** Finds the next wave by the network as it is now. */
async function plan(options: DriveOptions, rollout: Rollout): Promise<void> {
  const context = options.releases();
  const { store, clock } = context;
  const sources = { context, watches: options.watches };
  const waiting = rollout.nodes.filter(({ state }) => state === 'waiting');
  const wanted = new Map(waiting.map(({ nodeId, release }) => [nodeId, release]));
  const network = await rolloutNetwork(sources, wanted, rollout.release);
  const { ready, blocked } = await turnsOf(sources, network, wanted);
  const canaries = new Set(
    waiting.flatMap(({ isCanary, nodeId }) => (isCanary ? (network.indexOf.get(nodeId) ?? []) : [])),
  );
  const first = ready.filter((unit) => unit.some((index) => canaries.has(index)));
  const candidates = canaries.size > 0 ? first : ready;
  const size = rollout.settings.waveNodes;
  const wave = await nextWave({ nodes: network.nodes, done: new Set(), size }, candidates);
  const found = wave && {
    units: wave.units.map((unit) => unit.map((index) => network.nodeIds[index] as number)),
    exceptions: wave.exceptions,
  };
  // Meanwhile somebody may have paused it, or a node may have come to its end.
  const now = store.rollouts.current();
  if (now?.number !== rollout.number || now.state !== 'running' || now.wave !== rollout.wave) return;
  const time = clock.now();
  const isWaiting = found === undefined && canaries.size > 0;
  save(context, now, isWaiting ? withoutCanaries(now, blocked, time) : withWave(now, found, blocked, time));
}

/** Tells whoever was not told: nodes that were away, and those that leave. Gives why that was not possible, or ''. */
async function activateRest(context: ReleaseContext, rollout: Rollout): Promise<string> {
  const { store, log } = context;
  const { release, settings } = rollout;
  const heads = store.bundles.headsAt(release);
  const usable = usableBundles(store);
  const own = new Set(rollout.nodes.map(({ nodeId }) => nodeId));
  const lags = heads.filter(
    (head) =>
      (!settings.isPartial || own.has(head.nodeId)) &&
      usable(head) &&
      store.desired.get(head.nodeId) < head.release &&
      store.desired.confirmed(head.nodeId) <= head.release,
  );
  // Somebody who has it: for nobody it is activated, and marked as such.
  const one = heads.find((head) => usable(head) && store.desired.get(head.nodeId) === head.release);
  const names = (lags.length > 0 || settings.isPartial ? lags : [one ?? []].flat()).map(
    ({ nodeName }) => nodeName,
  );
  if (names.length === 0) return '';
  try {
    await activate(context, release, [...new Set(names)]);
    return '';
  } catch (error) {
    if (!(error instanceof TowlineError)) throw error;
    log.warn({ release, reason: error.message }, 'a rollout ends without those that are left');
    return `who is left was not told: ${error.message}`;
  }
}

/**
 * A release in which all nodes of the rollout have what they had before it, whether they were told or not: so the
 * newest release is what runs, and whoever activates it brings nothing of this one back.
 */
async function takeBackAll(context: ReleaseContext, rollout: Rollout): Promise<void> {
  const { store, log } = context;
  const rows = rollout.nodes.flatMap(({ nodeId, state, release, previous }) => {
    const desired = store.desired.get(nodeId);
    if (state === 'returning') return desired <= release ? [{ nodeId, previous }] : [];
    const isUntouched = (state === 'waiting' || state === 'left') && desired > 0 && desired < release;
    return isUntouched ? [{ nodeId, previous: desired }] : [];
  });
  const message = `${opening}${rollout.release}: ${rollout.reason.slice(0, mostReason)}`;
  const made = await releaseBefore(context, rows, message);
  if (made === undefined) return forget(context, rollout);
  await activate(context, made.release, made.names);
  log.warn({ release: made.release, from: rollout.release, nodes: made.names }, 'a rollout is taken back');
  if (
    rollout.nodes.some(
      ({ nodeId, state, release }) => state === 'returning' && store.desired.get(nodeId) <= release,
    )
  )
    forget(context, rollout);
}

/** Nodes for which there is nothing to go back to: another router has taken their place. */
function forget(context: ReleaseContext, rollout: Rollout): void {
  const { store, clock } = context;
  const before = store.rollouts.current();
  if (before?.number !== rollout.number) return;
  const now = clock.now();
  const nodes = before.nodes.map((node) =>
    node.state === 'returning' && store.desired.get(node.nodeId) <= node.release
      ? { ...node, state: 'gone' as const, changed: now, reason: 'there is nothing to go back to' }
      : node,
  );
  save(context, before, { ...before, nodes });
}
