import { setImmediate as nextTurn } from 'node:timers/promises';
import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import { compileInventory } from '../release/compile-inventory.ts';
import type { ReleaseContext } from '../release/context.ts';
import type { Queue } from '../serve/queue.ts';
import type { EnrolledNode } from '../store/nodes.ts';
import type { Store } from '../store/store.ts';
import { beginRotation } from './begin.ts';
import { releasedPeers } from './links.ts';
import { isActive } from './next-step.ts';
import { whyNotReady } from './partial-release.ts';
import { dueNode, type KeyAge } from './schedule.ts';

export interface ScheduleOptions {
  readonly releases: () => ReleaseContext;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly isOpen: (nodeId: number) => boolean;
  /** Called when a rotation has begun. */
  readonly onBegun: () => void;
}

const intervalMs = 15 * 60_000;

/** Renews keys as `wireguard.rotate_days` of the inventory says, until the signal is aborted. */
export async function keepSchedule(options: ScheduleOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await options.clock.sleep(intervalMs, signal).catch(() => undefined);
    if (signal.aborted) return;
    try {
      while ((await beginDue(options)) !== undefined) await nextTurn();
    } catch (error) {
      options.releases().log.warn({ reason: messageOf(error) }, 'whose key is due could not be found out');
    }
  }
}

/** Begins the rotation that is due longest; resolves to the node's name, or undefined if none is. */
export function beginDue({ releases, queue, isOpen, onBegun }: ScheduleOptions): Promise<string | undefined> {
  return queue(async () => {
    const context = releases();
    const due = dueNode(await keyAges(context, isOpen), context.clock.now());
    const node = due && context.store.nodes.find(due.nodeId);
    if (node === undefined) return undefined;
    await beginRotation(context, node);
    context.log.info({ node: node.name }, 'the key of its links is due and is renewed');
    onBegun();
    return node.name;
  });
}

async function keyAges(context: ReleaseContext, isOpen: (nodeId: number) => boolean): Promise<KeyAge[]> {
  const { store, inventory } = context;
  const head = await inventory.head();
  if (head === undefined) return [];
  // What holds is what was committed: an admin may be in the middle of an edit.
  const { compilation } = compileInventory(context, await inventory.readAt(head), {
    progress: () => undefined,
  });
  return compilation.nodes.flatMap(({ model }): KeyAge[] => {
    const node = store.nodes.find(model.id);
    const { rotate_days: rotateDays } = model.values.wireguard;
    // A node without a bundle is asked for nothing.
    if (node === undefined || store.desired.get(model.id) === 0) return [];
    const rotation = store.rotations.get(model.id);
    const isUnderWay = rotation !== undefined && rotation.target !== rotation.settled;
    const since = rotation?.ended ?? rotation?.begun ?? node.approved;
    const { nodeId, name } = node;
    const isStalled = isUnderWay && !getsOn(store, isOpen, node, rotation.target);
    return [{ nodeId, name, since, rotateDays, isUnderWay, isStalled, peers: releasedPeers(store, nodeId) }];
  });
}

/** Whether a renewal that is under way has a step before it that nobody has to come back, or an admin, for. */
function getsOn(
  store: Store,
  isOpen: (nodeId: number) => boolean,
  { nodeId, name }: EnrolledNode,
  target: number,
): boolean {
  if (!isOpen(nodeId)) return false;
  if (store.rotations.key(nodeId, target) === undefined) return true;
  const rows = new Map(
    store.rotations
      .links()
      .filter((row) => row.nodeId === nodeId)
      .map((row) => [row.peerId, row]),
  );
  for (const { step, peerId } of rows.values()) if (isActive(step)) return isOpen(peerId);
  if (whyNotReady(store, isOpen, name) !== undefined) return false;
  return releasedPeers(store, nodeId).some((peer) => {
    const peerId = store.nodes.findByName(peer)?.nodeId;
    return peerId !== undefined && !rows.has(peerId) && whyNotReady(store, isOpen, peer) === undefined;
  });
}
