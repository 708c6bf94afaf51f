import type { NodeModel } from '../model/network.ts';
import type { TemplateChooser } from '../render/choose.ts';
import { isSpokeTo, knowsAll } from './origins.ts';
import { bfdIntervalOf, type Surroundings } from './view.ts';

/** What a node's files depend on, as an object that stays the same as long as none of it changes. */
export type InputReader = (around: Surroundings, chooser: TemplateChooser) => (node: NodeModel) => object;

/**
 * A reader that keeps the objects. What it compares are the values that `nodeView` and the templates read, by
 * identity where the stages before keep identities: whatever a view reads anew has to be named here as well, which
 * a property test watches over.
 */
export function createInputReader(): InputReader {
  let kept = new Map<string, readonly unknown[]>();
  return (around, chooser) => {
    const before = kept;
    kept = new Map();
    const ofNetwork = networkInputs(around);
    return (node) => {
      const now = [
        ...ofNetwork,
        ...chooser.versions(node.site, node.name),
        ...nodeInputs(node, around),
      ] as const;
      const old = before.get(node.name);
      const input =
        old?.length === now.length && old.every((value, index) => value === now[index]) ? old : now;
      kept.set(node.name, input);
      return input;
    };
  };
}

function networkInputs({ network }: Surroundings): unknown[] {
  const { v4, v6 } = network.importLimit;
  return [network.name, network.managementPrefix, network.loopbackPools.join(), v4, v6];
}

function nodeInputs(node: NodeModel, around: Surroundings): unknown[] {
  const inputs: unknown[] = [node.values, node.site, node.asn, node.managementAddress, ...identity(node)];
  if (knowsAll(node, around.origins)) inputs.push(around.origins.key());
  if (node.values.prefixes.length === 0) inputs.push(around.permitted.join());
  for (const sibling of around.bySite.get(node.site) ?? []) {
    if (sibling !== node) inputs.push(sibling.values, ...identity(sibling));
  }
  for (const end of node.links) {
    const key = around.linkKeys.get(end.peer);
    const peer = around.byName.get(end.peer);
    if (key === undefined || peer === undefined) continue;
    inputs.push(key, peer.id, peer.asn, peer.values.endpoint);
    inputs.push(bfdIntervalOf(peer));
    inputs.push(end.peer, end.interface, end.listenPort, end.peerPort, end.kind, end.spoke, end.mtu, end.psk);
    if (end.kind === 'ebgp') inputs.push(around.origins.keyOf(peer.site), isSpokeTo(peer, node.name));
    if (end.psk !== undefined) inputs.push(around.pskVersion(end.psk));
    const [own, other] = [around.turns(node.name, end.peer), around.turns(end.peer, node.name)];
    inputs.push(own.version, other.publicKey, own.isDrained || other.isDrained);
  }
  return inputs;
}

function identity({ id, name, loopbackV4, loopbackV6 }: NodeModel): unknown[] {
  return [id, name, loopbackV4, loopbackV6];
}
