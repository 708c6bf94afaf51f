import { toDocument } from '../../shared/document.ts';
import type { Node } from '../../shared/gen/towline/v1/Node.ts';
import type { Site } from '../../shared/gen/towline/v1/Site.ts';
import { paint, plain } from './io.ts';
import type { Session } from './session.ts';

/** Stands for what cannot be known. */
const unknown = '-';

/** A value for people; `-` where it is not known. */
export function known(value: string | number): string {
  return String(value) || unknown;
}

/** A number of the controller's; `-` while it has none, or it is not known. */
export function knownNumber(value: number): string {
  return value === 0 ? unknown : String(value);
}

/** Names for people: an empty list is one only where the inventory is in order. */
export function knownNames(names: readonly string[], problem: string): string {
  return problem !== '' && names.length === 0 ? unknown : names.join(' ');
}

/** A node as a JSON document; null is what cannot be known while the inventory is not in order. */
export function nodeDocument(node: Node | null, problem: string) {
  const document = toDocument(node) as object;
  if (node === null || problem === '') return document;
  return {
    ...document,
    node_id: node.nodeId || null,
    groups: null,
    loopback_v4: null,
    loopback_v6: null,
    management_address: node.managementAddress || null,
    peers: null,
  };
}

/** A site as a JSON document; null is what cannot be known while the inventory is not in order. */
export function siteDocument(site: Site | null, problem: string) {
  const document = toDocument(site) as object;
  return site === null || problem === '' ? document : { ...document, asn: null, lan: null };
}

/** The first problem of the inventory in a JSON document; null if it is in order. */
export function problemDocument(problem: string) {
  return { problem: problem === '' ? null : problem };
}

/** Says on standard error that less is known than one might think. @param what is known all the same */
export function warnOfProblem({ io, json }: Session, problem: string, what: string): void {
  if (problem === '' || json) return;
  io.err(
    `${paint(io, 'yellow', 'warning:')} the inventory is not in order, so only ${what} known: ${plain(problem)}; 'towline plan' tells all\n`,
  );
}
