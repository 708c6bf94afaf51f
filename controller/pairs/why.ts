import type { Store } from '../store/store.ts';
import type { SwitchGroup } from './groups.ts';

/** More names say no more. */
const mostNames = 3;

/** A node that a group waits for. */
interface Blocker {
  readonly nodeId: number;
  readonly name: string;
}

/** What keeps a group from switching and does not pass by itself; each list sorted by name. */
export interface Blockers {
  readonly offline: readonly Blocker[];
  /** They found their part to be wrong, or keep it in quarantine. */
  readonly refused: readonly Blocker[];
  /** Their part is not wanted of them yet. */
  readonly lacking: readonly Blocker[];
  /** The newest release of a member. */
  readonly release: number;
}

/** Finds out what keeps a group from switching. */
export function blockersOf(
  { releases, lacking }: SwitchGroup,
  { store, isOpen }: { readonly store: Store; readonly isOpen: (nodeId: number) => boolean },
): Blockers {
  const members = [...releases.keys()];
  const named = (ids: readonly number[]) =>
    ids
      .map((nodeId) => ({ nodeId, name: store.nodes.find(nodeId)?.name ?? `node ${nodeId}` }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  const hasRefused = (nodeId: number) => {
    const release = releases.get(nodeId) ?? 0;
    const report = store.reports.get(nodeId)?.report;
    const digest = store.bundles.find(nodeId, release)?.content?.digest;
    const last = report?.lastApply;
    if (last?.release === release && last.outcome === 'APPLY_OUTCOME_REFUSED') return true;
    return report !== undefined && digest?.equals(report.quarantinedDigest) === true;
  };
  return {
    offline: named(members.filter((nodeId) => !isOpen(nodeId))),
    refused: named(members.filter(hasRefused)),
    lacking: named(lacking),
    release: Math.max(0, ...releases.values()),
  };
}

/**
 * Why a member of a group does not switch, in words; undefined while all of it are about to. It hears of others than
 * its own peers, too: who changes with one of them changes with all. Pure.
 */
export function whyPutOff(blockers: Blockers, nodeId: number): string | undefined {
  const others = (list: readonly Blocker[]) => list.filter((blocker) => blocker.nodeId !== nodeId);
  const [offline, refused, lacking] = [others(blockers.offline), others(blockers.refused), blockers.lacking];
  const reasons = [
    ...(offline.length === 0
      ? []
      : [`${names(offline)}, which ${offline.length === 1 ? 'is' : 'are'} offline`]),
    ...(refused.length === 0
      ? []
      : [`${names(refused)}, which refused ${refused.length === 1 ? 'its' : 'their'} part`]),
    ...(lacking.length === 0
      ? []
      : [
          `${names(lacking)}, of which release ${blockers.release} is not wanted: activate it there as well, or commit and activate again`,
        ]),
  ];
  return reasons.length === 0 ? undefined : `waits for ${reasons.join('; and for ')}`;
}

function names(blockers: readonly Blocker[]): string {
  const known = blockers.map(({ name }) => name);
  const rest = known.length - mostNames;
  return rest > 0 ? `${known.slice(0, mostNames).join(', ')} and ${rest} more` : known.join(', ');
}
