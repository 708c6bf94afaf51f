import { enumWord } from '../../shared/document.ts';
import type { CloneAlarm } from '../../shared/gen/towline/v1/CloneAlarm.ts';
import type { NodeStatus } from '../../shared/gen/towline/v1/NodeStatus.ts';
import type { FleetLink } from './fleet-links.ts';

/** `warning`: it works, and somebody should look at it. */
export type Level = 'ok' | 'warning' | 'critical';

/** How the fleet is, and what is wrong with it, the worst first. */
export interface Health {
  readonly level: Level;
  /** For people, one line each. */
  readonly troubles: readonly string[];
}

/** What is wrong with nodes and links; that a node of the inventory has no router yet is nothing wrong. Pure. */
export function healthOf(
  nodes: readonly NodeStatus[],
  links: readonly FleetLink[],
  clones: readonly CloneAlarm[],
): Health {
  const inCondition = (word: string) =>
    nodes.filter(({ condition }) => enumWord(condition) === word).map(({ nodeName }) => nodeName);
  const where = (holds: (node: NodeStatus) => boolean) => nodes.filter(holds).map(({ nodeName }) => nodeName);
  const linksThat = (state: FleetLink['state']) =>
    links.filter((link) => link.state === state).map(({ a, b }) => `${a}--${b}`);
  const critical = [
    said('away', inCondition('away')),
    said('failed', inCondition('failed')),
    said(
      'without BIRD',
      where(({ report, runningRelease }) => runningRelease > 0 && hasNoBird(report?.birdState)),
    ),
    said('down', linksThat('down'), 'link'),
    said(
      'with a second router',
      clones.map(({ nodeName }) => nodeName),
    ),
  ].flat();
  const warning = [
    said('pending', inCondition('pending')),
    said(
      'quarantined',
      where(({ report }) => (report?.quarantinedDigest.length ?? 0) > 0),
    ),
    said(
      'with drift',
      where(({ report }) => (report?.drift.length ?? 0) > 0),
    ),
    said('without BFD', linksThat('no BFD'), 'link'),
    said(
      'with more prefixes than admitted',
      where(({ report }) => report?.links.some(({ prefixLimitHit }) => prefixLimitHit) === true),
    ),
  ].flat();
  const level = critical.length > 0 ? 'critical' : warning.length > 0 ? 'warning' : 'ok';
  return { level, troubles: [...critical, ...warning] };
}

/** Names in one line; the others are counted. */
const mostNames = 5;

function said(what: string, names: readonly string[], kind = 'node'): string[] {
  if (names.length === 0) return [];
  const more = names.length > mostNames ? `, and ${names.length - mostNames} more` : '';
  const noun = names.length === 1 ? kind : `${kind}s`;
  return [`${names.length} ${noun} ${what} (${names.slice(0, mostNames).join(', ')}${more})`];
}

function hasNoBird(state: string | undefined): boolean {
  return state !== undefined && state !== '' && state !== 'running';
}
