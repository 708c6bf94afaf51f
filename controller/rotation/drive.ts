import { messageOf } from '../../shared/errors.ts';
import type { Wake } from '../../shared/os/wake.ts';
import { activate } from '../release/activate.ts';
import type { ReleaseContext } from '../release/context.ts';
import type { Queue } from '../serve/queue.ts';
import type { Rotation, RotationLink, RotationStep } from '../store/rotations.ts';
import { releasedPeers } from './links.ts';
import { isActive, isSameFiles, nextStep } from './next-step.ts';
import { releaseOnly, whyNotReady } from './partial-release.ts';
import { type MovingLink, notActivated, stepState } from './step-state.ts';

export interface DriveOptions {
  readonly releases: () => ReleaseContext;
  readonly queue: Queue;
  readonly isOpen: (nodeId: number) => boolean;
  /** Ends a pause: a rotation has begun, or a node has made its key. */
  readonly wake: Wake;
}

const activeMs = 500;
const idleMs = 30_000;
/** Traffic has left a drained link by then: BIRD asks its neighbours for their routes anew, and tells the kernel. */
const drainMs = 2_000;

/** A link that waits for an admin is looked at again after this time. */
const pauseMs = 10_000;

/** What is remembered between two looks, in ms of the monotonic clock. */
export interface DriveMemory {
  /** When a link was first seen to be drained, by its ends and release. */
  readonly drained: Map<string, number>;
  /** Before when a node's links are left alone, since they have to wait. */
  readonly notBefore: Map<number, number>;
}

export function newDriveMemory(): DriveMemory {
  return { drained: new Map(), notBefore: new Map() };
}

/** Moves the links of nodes that renew their keys, until the signal is aborted. */
export async function driveRotations(options: DriveOptions, signal: AbortSignal): Promise<void> {
  const memory = newDriveMemory();
  while (!signal.aborted) {
    const { store, log } = options.releases();
    let isBusy = false;
    try {
      isBusy = await look(options, memory);
    } catch (error) {
      log.warn({ reason: messageOf(error) }, 'links keep their keys for now, trying again');
      isBusy = store.rotations.underWay().length > 0;
    }
    await options.wake.wait(isBusy ? activeMs : idleMs, signal).catch(() => undefined);
  }
}

/** One look at all rotations: each gets on by a step at most. Resolves to whether one is under way. */
export async function look(options: DriveOptions, memory: DriveMemory): Promise<boolean> {
  const { store, clock, log } = options.releases();
  const underWay = store.rotations.underWay();
  for (const rotation of underWay) {
    const { nodeId } = rotation;
    if ((memory.notBefore.get(nodeId) ?? 0) > clock.monotonic()) continue;
    try {
      await advance(options, rotation, memory.drained);
      memory.notBefore.delete(nodeId);
    } catch (error) {
      // One that has to wait for an admin keeps no other one waiting.
      const reason = messageOf(error);
      log.info({ node: store.nodes.find(nodeId)?.name, reason }, 'a link waits for its new key');
      memory.notBefore.set(nodeId, clock.monotonic() + pauseMs);
    }
  }
  return underWay.length > 0;
}

async function advance(
  options: DriveOptions,
  rotation: Rotation,
  drained: Map<string, number>,
): Promise<void> {
  const { store } = options.releases();
  const node = store.nodes.find(rotation.nodeId);
  if (node === undefined || store.rotations.key(node.nodeId, rotation.target) === undefined) return;
  const peers = releasedPeers(store, node.nodeId).flatMap((name) => store.nodes.findByName(name) ?? []);
  const rows = new Map(
    store.rotations
      .links()
      .filter(({ nodeId }) => nodeId === node.nodeId)
      .map((row) => [row.peerId, row]),
  );
  for (const { peerId } of rows.values()) {
    if (peers.some((peer) => peer.nodeId === peerId)) continue;
    store.rotations.removeLink(node.nodeId, peerId);
    rows.delete(peerId);
  }
  const active = [...rows.values()].find(({ step }) => isActive(step));
  const peer = peers.find(({ nodeId }) => nodeId === active?.peerId);
  if (active !== undefined && peer !== undefined) {
    await advanceLink(options, { row: active, node, peer }, drained);
    return;
  }
  const next = peers.find((other) => !rows.has(other.nodeId) && isFree(options, node.name, other.name));
  if (next !== undefined) {
    const row = { nodeId: node.nodeId, peerId: next.nodeId, reason: '', release: 0 };
    await take(options, { row: { ...row, step: 'drain' }, node, peer: next });
    return;
  }
  if (peers.every(({ nodeId }) => rows.get(nodeId)?.step === 'moved')) settle(options, rotation, node.name);
}

/** Whether both ends can take part, and take part in nothing else of the kind. */
function isFree({ releases, isOpen }: DriveOptions, ...names: string[]): boolean {
  const { store } = releases();
  if (names.some((name) => whyNotReady(store, isOpen, name) !== undefined)) return false;
  const busy = new Set(
    store.rotations.links().flatMap(({ step, nodeId, peerId }) => (isActive(step) ? [nodeId, peerId] : [])),
  );
  return names.every((name) => !busy.has(store.nodes.findByName(name)?.nodeId ?? 0));
}

async function advanceLink(
  options: DriveOptions,
  link: MovingLink,
  drained: Map<string, number>,
): Promise<void> {
  const context = options.releases();
  const { store, clock } = context;
  const { row, node, peer } = link;
  if (row.release > store.releases.newest()) return take(options, link, true);
  const names = notActivated(store, link);
  if (names.length > 0) {
    await options.queue(() => activate(context, row.release, names));
    return;
  }
  const { state, reason = row.reason } = stepState(store, link);
  const next = nextStep(row.step, state);
  if (next === undefined) return;
  const id = `${row.nodeId} ${row.peerId} ${row.release}`;
  if (row.step === 'drain') {
    const since = drained.get(id) ?? clock.monotonic();
    drained.set(id, since);
    if (clock.monotonic() - since < drainMs) return;
    drained.delete(id);
  }
  const moved = { ...row, step: next, reason };
  if (isSameFiles(row.step, next)) {
    store.rotations.putLink(moved);
    note(context, moved, node.name, peer.name);
    return;
  }
  await take(options, { ...link, row: moved });
}

/** Takes a link to a step: notes it, and makes and activates the release of it. */
function take(options: DriveOptions, { row, node, peer }: MovingLink, isResumed = false): Promise<void> {
  const { queue, isOpen } = options;
  const context = options.releases();
  const { store, log } = context;
  return queue(async () => {
    // Looked at in turn with what makes releases: an admin may just have made one.
    const isWaiting = [node, peer].some(({ name }) => whyNotReady(store, isOpen, name) !== undefined);
    if (isWaiting) return;
    let release = store.releases.next();
    release = await releaseOnly(context, {
      names: new Set([node.name, peer.name]),
      message: `${words[row.step]} the link of ${node.name} to ${peer.name}, for a new key of ${node.name}`,
      change: () => store.rotations.putLink({ ...row, release }),
      isExpected: isResumed || row.step === 'return',
    });
    // What makes no difference is there already.
    if (release === 0) store.rotations.putLink({ ...row, release: store.releases.newest() });
    log.info({ node: node.name, peer: peer.name, step: row.step, release }, 'a link moves to another key');
  });
}

const words: Readonly<Record<RotationStep, string>> = {
  drain: 'lead traffic around',
  switch: 'switch',
  undrain: 'lead traffic back to',
  return: 'take back',
  moved: 'keep',
  failed: 'keep',
};

function note({ audit, log }: ReleaseContext, row: RotationLink, node: string, peer: string): void {
  const detail = { peer, reason: row.reason };
  if (row.step === 'failed') {
    audit.note({ action: 'link_key.failed', subject: node, detail, result: 'failed' });
    log.error({ node, ...detail }, 'a link keeps its old key');
  } else {
    log.info({ node, peer }, 'a link has its new key');
  }
}

function settle({ releases }: DriveOptions, { nodeId, target }: Rotation, name: string): void {
  const { store, clock, audit, log } = releases();
  const key = store.rotations.key(nodeId, target);
  if (key === undefined) return;
  store.transaction(() => {
    store.nodes.setLinkKey(nodeId, key);
    store.rotations.settle(nodeId, clock.now());
    audit.note({ action: 'link_key.rotated', subject: name, detail: { version: target } });
  });
  log.info({ node: name, version: target }, 'all links have the new key');
}
