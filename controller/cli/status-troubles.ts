import { enumWord } from '../../shared/document.ts';
import type { NodeStatus } from '../../shared/gen/towline/v1/NodeStatus.ts';
import { type Io, paint, plain } from './io.ts';

/** What there is to say of single nodes, a line each. */
export function troublesOf(io: Io, nodes: readonly NodeStatus[]): string {
  const failures = nodes
    .filter((node) => enumWord(node.condition) === 'failed')
    .map(
      (node) => `${paint(io, 'red', `${node.nodeName}:`)} ${inset(node.report?.lastApply?.reason ?? '')}\n`,
    );
  const drift = nodes.flatMap((node) =>
    (node.report?.drift ?? []).map(
      (line) => `${paint(io, 'yellow', `${node.nodeName}:`)} drift, ${inset(line)}\n`,
    ),
  );
  const held = nodes
    .filter((node) => quarantined(node) !== '')
    .map(
      (node) =>
        `${paint(io, 'red', `${node.nodeName}:`)} quarantined, runs release ${node.runningRelease || 'none'} until a newer one or 'towline node unquarantine ${node.nodeName}'\n`,
    );
  const bird = nodes.flatMap((node) =>
    birdTrouble(node).map((text) => `${paint(io, 'red', `${node.nodeName}:`)} ${text}\n`),
  );
  const floods = nodes.flatMap((node) =>
    (node.report?.links ?? [])
      .filter(({ prefixLimitHit }) => prefixLimitHit)
      .map(
        ({ peer }) =>
          `${paint(io, 'red', `${node.nodeName}:`)} ${inset(peer)} sends more prefixes than bgp.import_limit admits, what is beyond it is refused\n`,
      ),
  );
  const pairs = nodes.flatMap((node) => [
    ...(node.putOff === ''
      ? []
      : [`${paint(io, 'yellow', `${node.nodeName}:`)} put off, ${inset(node.putOff)}\n`]),
    ...(node.takenBack === '' ? [] : [`${paint(io, 'red', `${node.nodeName}:`)} ${inset(node.takenBack)}\n`]),
  ]);
  return [failures, held, pairs, bird, floods, drift].flat().join('');
}

/** What a router says, as it can be shown: its lines are below its name, and none looks like one of ours. */
function inset(text: string): string {
  return plain(text).replaceAll('\n', '\n    ');
}

/** Digest of the bundle that a node has in quarantine, hexadecimal; empty if none. */
export function quarantined(node: NodeStatus): string {
  return node.report?.quarantinedDigest.toString('hex') ?? '';
}

const birdStates: Readonly<Record<string, string>> = {
  absent: 'does not run',
  silent: 'runs and does not answer',
  restarting: 'restarts',
  foreign: 'does not answer: another program has its socket',
};

/** What is wrong with a node's BIRD, in words; nothing where the node runs no bundle yet. */
function birdTrouble({ report, runningRelease }: NodeStatus): string[] {
  const state = report?.birdState ?? '';
  if (state === '' || state === 'running' || runningRelease === 0) return [];
  return [`BIRD ${birdStates[state] ?? 'is in a state that is not known'}`];
}
