import { noCanary, provedText } from './reasons.ts';
import { failuresOf, inFlight, type LinkBefore, type Rollout, type RolloutNode } from './rollout.ts';

/** What is known of a node now. */
export interface NodeSeen {
  /** Revoked, removed, or another router by now. */
  readonly isGone: boolean;
  readonly isInContact: boolean;
  /** Release of the bundle that it should run. */
  readonly desired: number;
  /** Release of the bundle that it has proved. */
  readonly confirmed: number;
  /** What it has made of the rollout's release since it was told. */
  readonly verdict: 'pending' | 'failed' | 'healthy';
  /** Why it failed, or what it lacks. */
  readonly reason: string;
  /** Whether it reports that this release failed. */
  readonly hasFailed: boolean;
  /** Links that work now. */
  readonly links: readonly LinkBefore[];
  /** Time since it was told, as far as this controller was there, in ms. */
  readonly inFlightMs: number;
  /** Time that it has, in ms. */
  readonly windowMs: number;
}

export interface Seen {
  of(node: RolloutNode): NodeSeen;
  /** Whether nodes have had the time to come back since the controller's start. */
  readonly isSettled: boolean;
}

/** What is to be done once the rollout's new state is on the disk. Each may be done again after a crash. */
export type Action =
  /** The next wave is to be found. */
  | { readonly kind: 'plan' }
  /** The release is to be activated for these nodes. */
  | { readonly kind: 'tell'; readonly names: readonly string[] }
  /** … and for all that are left. */
  | { readonly kind: 'finish' }
  /** Nodes that are returning get back what they had. */
  | { readonly kind: 'return' };

export interface Step {
  readonly rollout: Rollout;
  readonly actions: readonly Action[];
}

/**
 * What becomes of a rollout by what is known of its nodes. The same object comes back where nothing changes, and the
 * same object of each node. Pure.
 *
 * @param now Unix ms
 */
export function transition(before: Rollout, seen: Seen, now: number): Step {
  const judged = judge(before, seen, now);
  switch (judged.state) {
    case 'returning':
      return returning(judged, seen, now);
    case 'finishing':
      return { rollout: judged, actions: [{ kind: 'finish' }] };
    case 'running':
    case 'paused': {
      const failures = failuresOf(judged);
      const isCanary = judged.nodes.some((node) => node.isCanary && node.state === 'failed');
      if (isCanary || failures >= judged.settings.maxFailures) return stopped(judged, seen, now, failures);
      return judged.state === 'paused' ? resent(judged, seen) : goOn(judged, seen, now);
    }
    default:
      return resent(judged, seen);
  }
}

/** Each node by what is known of it. */
function judge(rollout: Rollout, seen: Seen, now: number): Rollout {
  // All who wait are looked at when one of them is about to be chosen, and not each second.
  const { wave, waveEnded, settings, nodes } = rollout;
  const isHere = (node: RolloutNode) => wave > 0 && node.wave === wave;
  const isUnderWay = nodes.some(
    (node) => node.state === 'told' || (node.state === 'waiting' && isHere(node)),
  );
  const isChoosing =
    rollout.state === 'running' &&
    !isUnderWay &&
    (waveEnded === 0 || now >= Math.min(waveEnded, now) + settings.pauseMs);
  return withNodes(rollout, (node) => {
    if (node.state === 'waiting') {
      if (!isChoosing && !isHere(node)) return node;
      const { isGone, desired } = seen.of(node);
      if (isGone) return moved(node, 'gone', goneText, now);
      return desired > node.release ? moved(node, 'gone', `it has release ${desired} already`, now) : node;
    }
    if (node.state === 'told') {
      const { isGone, verdict, reason, inFlightMs, windowMs } = seen.of(node);
      if (isGone) return moved(node, 'gone', goneText, now);
      if (verdict === 'failed') return moved(node, 'failed', reason, now);
      if (verdict === 'healthy') return moved(node, 'healthy', '', now);
      if (inFlightMs <= windowMs) return node;
      return moved(node, 'failed', `not well in ${Math.round(windowMs / 1000)} s: ${reason}`, now);
    }
    if (node.state === 'healthy' && node.wave === rollout.wave) {
      const { isGone, verdict, reason } = seen.of(node);
      if (isGone) return moved(node, 'gone', goneText, now);
      return verdict === 'failed' ? moved(node, 'failed', reason, now) : node;
    }
    return node;
  });
}

const goneText = 'revoked, removed or replaced meanwhile';

/** Who was told before a crash, and of whom nobody knows yet, is told again. */
function resent(rollout: Rollout, seen: Seen, others: readonly string[] = []): Step {
  const lacking = inFlight(rollout).filter((node) => seen.of(node).desired < node.release);
  const names = [...new Set([...lacking.map(({ name }) => name), ...others])].sort();
  return { rollout, actions: names.length === 0 ? [] : [{ kind: 'tell', names }] };
}

function stopped(rollout: Rollout, seen: Seen, now: number, failures: number): Step {
  const names = rollout.nodes.filter(({ state }) => state === 'failed').map(({ name }) => name);
  const shown =
    names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
  const { maxFailures } = rollout.settings;
  const reason =
    failures >= maxFailures
      ? `${failures} of at most ${maxFailures} failed: ${shown}`
      : `a canary failed, so nobody else gets it: ${shown}`;
  if (!rollout.settings.rollsBack)
    return resent({ ...rollout, state: 'stopped', changed: now, reason }, seen);
  return returning(toReturning(rollout, seen, now, reason), seen, now);
}

/** Has each node that was told go back to what it had. */
export function toReturning(rollout: Rollout, seen: Seen, now: number, reason: string): Rollout {
  const back = withNodes(rollout, (node) => {
    if (!['told', 'healthy', 'failed'].includes(node.state)) return node;
    const { desired, isGone } = seen.of(node);
    // Taken back already, or told something else since.
    if (isGone || desired > node.release) return node;
    if (node.previous === 0) return { ...node, reason: node.reason || 'it had nothing before' };
    const why = node.state === 'failed' ? node.reason : '';
    return { ...moved(node, 'returning', why, now), told: now };
  });
  return { ...back, state: 'returning', changed: now, reason };
}

function returning(rollout: Rollout, seen: Seen, now: number): Step {
  const judged = withNodes(rollout, (node) => {
    if (node.state !== 'returning') return node;
    const { isGone, desired, confirmed } = seen.of(node);
    if (isGone) return moved(node, 'gone', goneText, now);
    return desired > node.release && confirmed >= desired ? moved(node, 'returned', node.reason, now) : node;
  });
  const open = judged.nodes.filter(({ state }) => state === 'returning');
  if (open.some((node) => seen.of(node).desired <= node.release))
    return { rollout: judged, actions: [{ kind: 'return' }] };
  const isOver = open.every((node) => {
    const { inFlightMs, windowMs, isInContact } = seen.of(node);
    return inFlightMs > windowMs || (seen.isSettled && !isInContact);
  });
  return { rollout: isOver ? { ...judged, state: 'aborted', changed: now } : judged, actions: [] };
}

function goOn(rollout: Rollout, seen: Seen, now: number): Step {
  const { settings, wave } = rollout;
  const isHere = (node: RolloutNode) => wave > 0 && node.wave === wave;
  if (rollout.nodes.some((node) => isHere(node) && node.state === 'waiting')) return tell(rollout, seen, now);
  if (inFlight(rollout).length > 0) return resent(rollout, seen);

  const members = rollout.nodes.filter(isHere);
  const waiting = rollout.nodes.filter(({ state }) => state === 'waiting');
  if (waiting.length === 0) return { rollout: ended(rollout, now), actions: [{ kind: 'finish' }] };
  if (members.length > 0) {
    if (rollout.waveEnded === 0) return goOn({ ...rollout, waveEnded: now }, seen, now);
    // Who failed is none any more once an admin went on.
    const hasCanaries = rollout.nodes.some(({ isCanary }) => isCanary);
    if (settings.waitsAfterCanaries && hasCanaries && !waiting.some(({ isCanary }) => isCanary)) {
      const reason = `${provedText}: 'towline rollout resume' goes on`;
      return { rollout: { ...rollout, state: 'paused', changed: now, reason }, actions: [] };
    }
    // A clock that was put back makes no pause longer than it is.
    const ended = Math.min(rollout.waveEnded, now);
    if (now < ended + settings.pauseMs) return { rollout, actions: [] };
    // What the pause is for: whoever was well is so still.
    const checked = withNodes(rollout, (node) => {
      if (!isHere(node) || node.state !== 'healthy' || seen.of(node).verdict === 'healthy') return node;
      return { ...moved(node, 'told', 'it was well, and is not any more', now), told: now };
    });
    if (checked !== rollout) return { rollout: { ...checked, waveEnded: 0 }, actions: [] };
  }
  // After a start of the controller everybody is out of contact for a moment.
  if (!seen.isSettled && waiting.some((node) => !seen.of(node).isInContact)) return { rollout, actions: [] };
  return { rollout, actions: [{ kind: 'plan' }] };
}

/** A wave that was found: its units, by numbers of nodes, and what it could cut off. */
export interface FoundWave {
  readonly units: readonly (readonly number[])[];
  readonly exceptions: readonly string[];
}

/**
 * Takes up the next wave; without one everybody's turn has come who can have one. Pure.
 *
 * @param blocked why nodes have to wait, by their numbers
 */
export function withWave(
  rollout: Rollout,
  found: FoundWave | undefined,
  blocked: ReadonlyMap<number, string>,
  now: number,
): Rollout {
  const unitOf = new Map(
    (found?.units ?? []).flatMap((unit) => unit.map((nodeId) => [nodeId, unit[0] as number] as const)),
  );
  const wave = rollout.wave + 1;
  const marked = withNodes(rollout, (node) => {
    if (node.state !== 'waiting') return node;
    const unit = unitOf.get(node.nodeId);
    if (unit !== undefined) return { ...node, wave, unit, reason: '' };
    const reason = blocked.get(node.nodeId) ?? '';
    return reason === node.reason ? node : { ...node, reason };
  });
  if (found === undefined) return ended(marked, now);
  const exceptions = [...rollout.exceptions, ...found.exceptions.map((text) => ({ wave, text }))];
  return { ...marked, wave, waveEnded: 0, exceptions };
}

/** No canary can be told: whether the others go first is an admin's decision. Pure. */
export function withoutCanaries(
  rollout: Rollout,
  blocked: ReadonlyMap<number, string>,
  now: number,
): Rollout {
  const canaries = rollout.nodes.filter(({ isCanary, state }) => isCanary && state === 'waiting');
  const shown = canaries.map(({ name, nodeId }) => `${name} (${blocked.get(nodeId) ?? 'not ready'})`);
  const reason = `${noCanary}: ${shown.join(', ')}: 'towline rollout resume' goes on without`;
  return { ...rollout, state: 'paused', changed: now, reason };
}

function ended(rollout: Rollout, now: number): Rollout {
  const left = withNodes(rollout, (node) =>
    node.state === 'waiting'
      ? moved(node, 'left', node.reason || 'out of contact when its turn came', now)
      : node,
  );
  return { ...left, state: 'finishing', changed: now };
}

/** Tells as many of a wave as may be on their way at once: all of them may fail. */
function tell(rollout: Rollout, seen: Seen, now: number): Step {
  const units = new Map<number, RolloutNode[]>();
  for (const node of rollout.nodes) {
    if (node.wave !== rollout.wave || node.state !== 'waiting') continue;
    const members = units.get(node.unit) ?? [];
    units.set(node.unit, members);
    members.push(node);
  }
  let flying = inFlight(rollout).length;
  const isCanaries = rollout.nodes.some((node) => node.isCanary && node.wave === rollout.wave);
  const most = isCanaries ? 2 : rollout.settings.maxFailures - failuresOf(rollout) + 1;
  const next = new Map<number, RolloutNode>();
  const told: string[] = [];
  for (const members of units.values()) {
    if (members.some((node) => !seen.of(node).isInContact)) {
      // Perhaps it is back when another wave is made; who changes with it waits as well.
      if (seen.isSettled) for (const node of members) next.set(node.nodeId, { ...node, wave: 0, unit: 0 });
      continue;
    }
    if (flying > 0 && flying + members.length > most) continue;
    flying += members.length;
    for (const node of members) {
      const { confirmed: previous, links, hasFailed: hadFailed } = seen.of(node);
      next.set(node.nodeId, { ...moved(node, 'told', '', now), told: now, previous, links, hadFailed });
      told.push(node.name);
    }
  }
  return resent(
    withNodes(rollout, (node) => next.get(node.nodeId) ?? node),
    seen,
    told,
  );
}

function moved(node: RolloutNode, state: RolloutNode['state'], reason: string, now: number): RolloutNode {
  return { ...node, state, reason, changed: now };
}

function withNodes(rollout: Rollout, change: (node: RolloutNode) => RolloutNode): Rollout {
  let isSame = true;
  const nodes = rollout.nodes.map((node) => {
    const next = change(node);
    isSame &&= next === node;
    return next;
  });
  return isSame ? rollout : { ...rollout, nodes };
}
