import type { LinkState } from '../../shared/gen/towline/v1/LinkState.ts';
import type { ReportRequest } from '../../shared/gen/towline/v1/ReportRequest.ts';

/** What of a node changed. */
export const subjects = ['contact', 'release', 'apply', 'quarantine', 'drift', 'bird', 'link'] as const;
export type Subject = (typeof subjects)[number];

export interface Change {
  readonly subject: Subject;
  /** Of a link the node at the other end; else empty. */
  readonly name: string;
  /** Empty if it was not known. */
  readonly from: string;
  /** Empty if there is none any more. */
  readonly to: string;
}

/** How a link is, in a word: while it is down, BGP goes from state to state, which tells nobody anything. */
export function linkWord({
  bgpState,
  bfdState,
}: Pick<LinkState, 'bgpState' | 'bfdState'>): 'up' | 'no BFD' | 'down' {
  if (bgpState !== 'Established') return 'down';
  return bfdState === 'Up' || bfdState === '' ? 'up' : 'no BFD';
}

const outcomes = {
  APPLY_OUTCOME_UNSPECIFIED: '',
  APPLY_OUTCOME_APPLYING: 'applying',
  APPLY_OUTCOME_CONFIRMED: 'confirmed',
  APPLY_OUTCOME_REFUSED: 'refused',
  APPLY_OUTCOME_ROLLED_BACK: 'rolled back',
} as const;
/** What a node may say of its BIRD. */
const birdStates = new Set(['running', 'absent', 'silent', 'restarting', 'foreign']);

/**
 * What of a node is other than in the report before. What a node says in words of its own is no part of it: it would
 * be as long, and change as often, as the node likes. Pure.
 *
 * @param isNode whether a name is one of a node; links with others are left out
 */
export function changesOf(
  before: ReportRequest | undefined,
  now: ReportRequest,
  isNode: (name: string) => boolean,
): Change[] {
  const [was, is] = [before === undefined ? new Map<string, string>() : words(before), words(now)];
  const changes: Change[] = [];
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    const [from, to] = [was.get(key) ?? '', is.get(key) ?? ''];
    if (from === to) continue;
    const [subject, name] = split(key);
    if (name === '' || isNode(name)) changes.push({ subject, name, from, to });
  }
  return changes;
}

/** What is so, by subject and name. */
function words(report: ReportRequest): Map<string, string> {
  const { lastApply } = report;
  return new Map([
    ['release', report.runningRelease === 0 ? '' : String(report.runningRelease)],
    [
      'apply',
      lastApply === null || lastApply === undefined
        ? ''
        : `${outcomes[lastApply.outcome]} ${lastApply.release}`,
    ],
    ['quarantine', report.quarantinedDigest.toString('hex').slice(0, 12)],
    ['drift', report.drift.length === 0 ? '' : 'differs'],
    ['bird', birdStates.has(report.birdState) ? report.birdState : ''],
    ...report.links.map((link): [string, string] => [`link ${link.peer}`, linkWord(link)]),
  ]);
}

function split(key: string): [Subject, string] {
  const at = key.indexOf(' ');
  return at < 0 ? [key as Subject, ''] : [key.slice(0, at) as Subject, key.slice(at + 1)];
}
