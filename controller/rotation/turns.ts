import type { EnrolledNode } from '../store/nodes.ts';
import type { RotationStep } from '../store/rotations.ts';
import type { Store } from '../store/store.ts';
import type { LinkTurn, LinkTurns } from '../view/link-turns.ts';

const drained: ReadonlySet<RotationStep> = new Set(['drain', 'switch']);
const onTarget: ReadonlySet<RotationStep> = new Set(['switch', 'undrain', 'moved']);

/** The turn of every link end, as the database has it now. */
export function linkTurns({ nodes, rotations }: Pick<Store, 'nodes' | 'rotations'>): LinkTurns {
  const known = nodes.allWithRetired();
  const present = new Set(known.filter(({ retired }) => retired === null).map(({ name }) => name));
  // A release may bring a removed node back, unless its name is another's by now.
  const named = known.filter(({ name, retired }) => retired === null || !present.has(name));
  const names = new Map(named.map(({ nodeId, name }) => [nodeId, name]));
  const settled = new Map(rotations.all().map((rotation) => [names.get(rotation.nodeId), rotation]));
  const turns = new Map<string, LinkTurn>();
  for (const { nodeId, peerId, step } of rotations.links()) {
    const name = names.get(nodeId);
    const rotation = settled.get(name);
    if (rotation?.nodeId !== nodeId) continue;
    const isMoved = onTarget.has(step);
    const version = isMoved ? rotation.target : rotation.settled;
    const key = isMoved ? rotations.key(nodeId, version) : undefined;
    const publicKey = key === undefined ? {} : { publicKey: key.toString('base64') };
    turns.set(`${name} ${names.get(peerId)}`, { version, isDrained: drained.has(step), ...publicKey });
  }
  return (node, peer) =>
    turns.get(`${node} ${peer}`) ?? { version: settled.get(node)?.settled ?? 1, isDrained: false };
}

/** Public key (base64) to a node's reference to a private key of its links; undefined for one that is not known. */
export function linkPublicKey(
  { rotations }: Pick<Store, 'rotations'>,
  { nodeId, linkKey }: Pick<EnrolledNode, 'nodeId' | 'linkKey'>,
  reference: string,
): string | undefined {
  const match = /^@private(?::([1-9]\d{0,8}))?$/.exec(reference);
  if (match === null) return undefined;
  const version = Number(match[1] ?? 1);
  const isSettled = version === (rotations.get(nodeId)?.settled ?? 1);
  return (isSettled ? linkKey : rotations.key(nodeId, version))?.toString('base64');
}
