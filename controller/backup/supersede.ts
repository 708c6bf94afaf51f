import type { Clock } from '../../shared/os/clock.ts';
import { createAudit } from '../audit/audit.ts';
import type { Actor } from '../audit/event.ts';
import { restored } from '../rollout/requests.ts';
import type { Store } from '../store/store.ts';
import { tokenState } from '../store/tokens.ts';

/** What of a backup does not hold any more. */
export interface Superseded {
  /** Tokens that were open by then. */
  readonly tokens: number;
  /** Routers that waited for an admin. */
  readonly pending: number;
  /** Release whose rollout was under way, and stands now; undefined without one. */
  readonly rollout: number | undefined;
}

/**
 * Makes a database the successor of the one that it is a copy of. What it releases is newer than anything that one has
 * released since. Doors that stood open are closed, since who came in by them meanwhile is not known here; and what
 * routers run counts as unknown until they say so. A rollout stands: it would go on, or take a release back, by what was
 * known then. In one transaction.
 */
export function supersede(
  store: Store,
  epoch: number,
  by: {
    readonly actor: Actor;
    readonly clock: Clock;
    readonly backup: { readonly created_ms: number; readonly epoch: number };
  },
): Superseded {
  const { actor, clock, backup } = by;
  const audit = createAudit(store.events, clock).as(actor);
  const now = clock.now();
  return store.transaction(() => {
    // The call that made the backup is the one that was under way in it.
    for (const { number, content } of store.events.begun())
      if (content.action === 'backup') store.events.end(number, content);
    store.network.setEpoch(epoch);
    const tokens = store.tokens.all().filter((token) => tokenState(token, now) === 'open');
    for (const { id } of tokens) store.tokens.revoke(id, now);
    const pending = store.enrollments.pending();
    for (const { identityKey } of pending) store.enrollments.remove(identityKey);
    // The same request would be answered with the epoch of before.
    store.enrollments.forgetAnswers();
    store.desired.setFromBefore();
    for (const { nodeId } of store.nodes.allWithRetired()) store.reports.remove(nodeId);
    // Any of them may have been told since, and have made it.
    const moves = store.tunnelMoves.all().filter(({ state }) => state === 'moving' || state === 'aborted');
    for (const { generation } of moves)
      for (const { nodeId } of store.nodes.all()) store.tunnelMoves.tell(generation, nodeId);
    const rollout = store.rollouts.current();
    if (rollout !== undefined) {
      const stopped = restored(rollout, store.desired.get, now);
      store.rollouts.update(rollout, stopped);
      const { release, number, wave } = rollout;
      const { reason } = stopped;
      audit.note({ action: 'rollout.stopped', subject: release, detail: { rollout: number, wave, reason } });
    }
    const made = new Date(backup.created_ms).toISOString();
    const detail = { backup: made, from_epoch: backup.epoch, tokens: tokens.length, pending: pending.length };
    audit.note({ action: 'backup.restored', subject: epoch, detail });
    return { tokens: tokens.length, pending: pending.length, rollout: rollout?.release };
  });
}
