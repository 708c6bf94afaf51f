import { formatGate, type Gate, parseGate } from '../../shared/gates.ts';

/**
 * The gates of `confirm.require` that can open at a node: handshakes with peers that it has a link to by now, and no
 * more sessions than it has links. A list for the whole network holds for a node with one link too, and a bundle
 * works before the last peer has enrolled.
 *
 * @param peers names of the nodes that it has links to
 */
export function gatesOf(required: readonly string[], peers: readonly string[]): string[] {
  const gates = required.flatMap((text): Gate[] => {
    const gate = parseGate(text);
    if (gate === undefined || (gate.kind === 'handshake' && !peers.includes(gate.peer))) return [];
    if (gate.kind !== 'bgp') return [gate];
    return peers.length === 0 ? [] : [{ ...gate, established: Math.min(gate.established, peers.length) }];
  });
  return [...new Set(gates.map(formatGate))];
}
