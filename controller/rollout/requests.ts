import { TowlineError } from '../../shared/errors.ts';
import type { Store } from '../store/store.ts';
import { noCanary, provedText } from './reasons.ts';
import { inFlight, type Rollout } from './rollout.ts';
import { type Seen, toReturning } from './transition.ts';

const words: Readonly<Record<Rollout['state'], string>> = {
  running: 'is under way',
  paused: 'is paused',
  stopped: 'has stopped',
  finishing: 'is about to end',
  returning: 'is being taken back',
  done: 'is done',
  aborted: 'was aborted',
};

/**
 * Throws `conflict` while a rollout is under way or waits for somebody to say what becomes of it: what it has not told
 * yet would be told behind its back.
 */
export function requireNone(store: Store, what: string): void {
  const rollout = store.rollouts.current();
  if (rollout === undefined) return;
  throw new TowlineError(
    'conflict',
    `no ${what} now: the rollout of release ${rollout.release} ${words[rollout.state]}: see 'towline rollout status', or end it with 'towline rollout abort'`,
  );
}

/** The rollout that is under way. Throws `notFound`. */
export function requireCurrent(store: Store): Rollout {
  const rollout = store.rollouts.current();
  if (rollout !== undefined) return rollout;
  throw new TowlineError('notFound', "no rollout is under way: see 'towline rollout list'");
}

/** Nobody more is told; those told prove themselves. Throws `conflict`. Pure. */
export function paused(rollout: Rollout, now: number): Rollout {
  if (rollout.state !== 'running') throw notNow(rollout, 'paused');
  return { ...rollout, state: 'paused', changed: now, reason: 'an admin has paused it' };
}

/**
 * Goes on with the rest: failed nodes are left as they are and do not count any more, nor as canaries, and canaries that
 * are out of contact are not waited for. Throws `conflict`. Pure.
 */
export function resumed(rollout: Rollout, now: number): Rollout {
  if (rollout.state !== 'paused' && rollout.state !== 'stopped') throw notNow(rollout, 'resumed');
  const forgiven = rollout.nodes.filter(({ state }) => state === 'failed').length;
  const isWithout = rollout.reason.startsWith(noCanary);
  const { waitsAfterCanaries } = rollout.settings;
  return {
    ...rollout,
    state: 'running',
    changed: now,
    reason: '',
    forgiven,
    // A pause for another reason leaves the one after the canaries as it was asked for.
    settings: {
      ...rollout.settings,
      waitsAfterCanaries: waitsAfterCanaries && !isWithout && !rollout.reason.startsWith(provedText),
    },
    nodes: rollout.nodes.map((node) =>
      node.isCanary && (node.state === 'failed' || (isWithout && node.state === 'waiting'))
        ? { ...node, isCanary: false }
        : node,
    ),
  };
}

/**
 * Ends it here: nobody more is told. With `isBack` those told get back what they had. One that is being taken back already
 * may be ended as well: what is to be put back can be what does not work. Throws `conflict`. Pure.
 */
export function aborted(rollout: Rollout, seen: Seen, isBack: boolean, now: number): Rollout {
  if (rollout.state === 'finishing') throw notNow(rollout, 'aborted');
  if (rollout.state === 'returning') {
    if (isBack) throw notNow(rollout, 'taken back once more');
    return withoutReturn(rollout, seen, now);
  }
  const flying = inFlight(rollout).length;
  const reason = 'an admin has aborted it';
  if (isBack) return toReturning(rollout, seen, now, reason);
  return {
    ...rollout,
    state: 'aborted',
    changed: now,
    reason: flying === 0 ? reason : `${reason}; ${flying} on their way prove themselves or go back alone`,
  };
}

/** Who was not told yet to go back stays with the release. */
function withoutReturn(rollout: Rollout, seen: Seen, now: number): Rollout {
  const open = rollout.nodes.filter(({ state }) => state === 'returning');
  const stays = new Set(open.filter((node) => seen.of(node).desired <= node.release));
  const reason = `${rollout.reason}; an admin has aborted the way back`;
  return {
    ...rollout,
    state: 'aborted',
    changed: now,
    reason: stays.size === 0 ? reason : `${reason}; ${stays.size} keep release ${rollout.release}`,
    nodes: rollout.nodes.map((node) =>
      stays.has(node)
        ? { ...node, state: 'failed', changed: now, reason: node.reason || 'was not taken back' }
        : node,
    ),
  };
}

/**
 * The rollout of a backup, in a controller that was made of it: it stands until an admin has looked. Of the time between
 * nothing is known, so nobody is told anything and nothing is taken back by itself: who was chosen and not told yet waits
 * again, and who was about to get back what it had counts as failed. Pure.
 *
 * @param desired release that a node should run, by the backup
 */
export function restored(rollout: Rollout, desired: (nodeId: number) => number, now: number): Rollout {
  return {
    ...rollout,
    state: 'stopped',
    changed: now,
    reason: 'restored from a backup: look, then resume or abort',
    nodes: rollout.nodes.map((node) => {
      if (node.state === 'told' && desired(node.nodeId) < node.release)
        return { ...node, state: 'waiting', wave: 0, unit: 0, told: 0, changed: now };
      if (node.state !== 'returning') return node;
      return { ...node, state: 'failed', changed: now, reason: node.reason || 'was being taken back' };
    }),
  };
}

function notNow({ release, state }: Rollout, what: string): TowlineError {
  return new TowlineError(
    'conflict',
    `the rollout of release ${release} ${words[state]} and cannot be ${what}: see 'towline rollout status'`,
  );
}
