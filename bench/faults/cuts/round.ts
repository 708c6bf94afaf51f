import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { SourceTree } from '../../../controller/inventory/source.ts';
import type { LabNetwork } from '../../../lab/network/network.ts';
import type { Cut, Place } from './cut.ts';
import { filesOf, filesWith, putFiles } from './files.ts';
import { differing, takeSnapshot } from './snapshot.ts';
import type { Watch } from './watch.ts';

/** What happens to the node while its window runs. */
export type Mode = 'plain' | 'kill' | 'reboot';

/** A node that is cut off in this round, and all that is known of it beforehand. */
export interface Victim {
  readonly node: string;
  readonly case: string;
  readonly cut: Cut;
  readonly mode: Mode;
  readonly windowS: number;
  readonly place: Place;
  readonly watch: Watch;
  /** See takeSnapshot; of the bundle that it has to come back to. */
  readonly before: string;
  /** Planted: the agent that was killed is not started again. */
  readonly isLeftDead: boolean;
  /** Seconds that it is still looked for when it is late, to be able to say how late. */
  readonly latenessS: number;
}

/** What became of it. */
export interface Fate {
  readonly case: string;
  /**
   * `not taken`: refused before it was tried; `not cut`: the controller answered while it was tried; `kept`: the bundle
   * was confirmed; `late`: back, but not in time; `lost`: no contact by the deadline; `half applied`: in contact, and
   * not as before.
   */
  readonly verdict: 'recovered' | 'late' | 'not taken' | 'not cut' | 'kept' | 'lost' | 'half applied';
  /** Seconds from the activation. */
  readonly recoveryS: number | undefined;
  readonly detail: string;
}

/** Seconds after the window in which a node has to be back. */
const graceS = 15;
/** Seconds that an init system waits before it starts a program again that ended. */
const restartS = 1;

/** One release with a cut at each victim; resolves when all are as before, or cannot be brought there. */
export async function runRound(
  network: LabNetwork,
  base: SourceTree,
  victims: readonly Victim[],
  round: number,
): Promise<Fate[]> {
  const nodes = victims.map(({ node }) => node);
  const files = new Map<string, string>();
  for (const { node, cut, place, windowS, case: name } of victims) {
    const label = `${name}, ${round}`;
    const own = { label, windowS: windowS === 10 ? undefined : windowS };
    for (const [path, text] of filesWith(base, node, cut, place, own)) files.set(path, text);
  }
  await putFiles(network, nodes, files);
  const release = await commit(network, 'cuts');
  const activated = Date.now();
  for (const { watch } of victims) watch.forget();
  await network.towlineJson(['activate']);
  const meetings = await Promise.all(victims.map((victim) => meet(network, victim, release, activated)));
  // An admin takes it back: the first that a node hears when it is in contact again.
  await putFiles(network, nodes, new Map(nodes.flatMap((node) => [...filesOf(base, node)])));
  const good = await commit(network, 'back');
  await network.towlineJson(['activate']);
  return Promise.all(
    victims.map((victim, index) =>
      settle(network, victim, activated, meetings[index] ?? { verdict: 'not taken', detail: '' }, good),
    ),
  );
}

const committed = z.object({ release: z.number() });

async function commit(network: LabNetwork, message: string): Promise<number> {
  return committed.parse(await network.towlineJson(['commit', '-m', message])).release;
}

/** How the cut went; without a verdict the node was cut off. */
interface Meeting {
  readonly verdict?: Fate['verdict'];
  /** From when on (Unix time in milliseconds) contact is contact again. */
  readonly since?: number;
  readonly detail: string;
}

/** Waits until the cut is there, and does what the mode says. */
async function meet(
  network: LabNetwork,
  { node, watch, mode, windowS, isLeftDead }: Victim,
  release: number,
  activated: number,
): Promise<Meeting> {
  const deadline = activated + (windowS + 10) * 1000;
  const tried = await watch.until(
    ({ journal }) =>
      journal?.lastApply?.release === release &&
      (journal.phase.state === 'switching' || journal.phase.state === 'proving' || isOver(journal, release)),
    activated,
    deadline,
  );
  const outcome = tried?.journal?.lastApply;
  if (tried === undefined) return { verdict: 'not taken', detail: 'the node did not try it' };
  if (outcome?.outcome === 'refused') return { verdict: 'not taken', detail: outcome.reason };
  const cut = await watch.until(
    ({ isReachable, journal }) => !isReachable || isOver(journal, release),
    tried.at,
    deadline,
  );
  if (cut?.isReachable !== false) {
    const { outcome: how = '', reason = '' } = cut?.journal?.lastApply ?? {};
    return { verdict: how === 'confirmed' ? 'kept' : 'not cut', detail: `${how}: ${reason}` };
  }
  const cutMs = cut.at - activated;
  if (mode === 'plain') {
    // What answers again before the bundle is given up was no cut.
    const next = await watch.until(
      ({ isReachable, journal }) => isReachable || isOver(journal, release) || isBack(journal),
      cut.at,
      deadline,
    );
    const isHealed = next?.isReachable === true && !isOver(next.journal, release) && !isBack(next.journal);
    if (isHealed)
      return { verdict: 'not cut', detail: `answered again ${next.at - cut.at} ms after the cut` };
    return { since: cut.at, detail: `cut after ${cutMs} ms` };
  }
  // Somewhere in the rest of the window.
  const latest = Math.max(0, (windowS - 4) * 1000 - cutMs);
  const pause = Math.min(latest, (cutMs * 7) % Math.max(1, latest));
  await delay(pause);
  const phase = watch.seen?.journal?.phase.state ?? 'unknown';
  if (mode === 'reboot') {
    watch.stop();
    await network.rebootNode(node);
    watch.start();
  } else {
    await network.agentService(node)?.kill('SIGKILL');
    if (!isLeftDead) {
      await delay(restartS * 1000);
      network.startAgent(node);
    }
  }
  return { since: Date.now(), detail: `cut after ${cutMs} ms, ${mode} ${pause} ms later in ${phase}` };
}

type JournalSeen = NonNullable<Watch['seen']>['journal'];

/** Whether the release was tried and is confirmed or given up. */
function isOver(journal: JournalSeen, release: number): boolean {
  const last = journal?.lastApply;
  return last?.release === release && last.outcome !== 'applying' && isAtRest(journal);
}

/** Whether the bundle was given up. */
function isBack(journal: JournalSeen): boolean {
  return journal?.phase.state === 'rollingBack';
}

function isAtRest(journal: JournalSeen): boolean {
  return journal?.phase.state === 'confirmed' || journal?.phase.state === 'quarantined';
}

async function settle(
  network: LabNetwork,
  victim: Victim,
  activated: number,
  { verdict, since = activated, detail }: Meeting,
  good: number,
): Promise<Fate> {
  const { node, watch, windowS, latenessS, before } = victim;
  const digest = before.split('\n')[0];
  const deadline = activated + (windowS + graceS + latenessS) * 1000;
  const back = await watch.until(
    ({ isReachable, journal }) => isReachable && isAtRest(journal) && journal?.running?.digest === digest,
    since,
    deadline,
  );
  // What was not cut off did not come back either.
  const recoveryS =
    back === undefined || verdict !== undefined ? undefined : Math.round((back.at - activated) / 100) / 10;
  const fate = (what: Fate['verdict'], why = '') => ({
    case: victim.case,
    verdict: verdict ?? what,
    recoveryS,
    detail: [detail, why].filter((part) => part !== '').join('; '),
  });
  if (back === undefined) return fate('lost', `${JSON.stringify(watch.seen?.journal?.phase)}`);
  const taken = await watch.until(
    ({ journal }) => journal?.running?.release === good,
    since,
    Date.now() + (windowS + 35) * 1000,
  );
  if (taken === undefined) return fate('lost', 'it does not take the next release');
  const differences = await compare(network, node, before, 30_000);
  if (differences.length > 0) return fate('half applied', differences.slice(0, 6).join(' | '));
  return fate((recoveryS ?? Infinity) <= windowS + graceS ? 'recovered' : 'late');
}

/** Sessions and routes come back in their own time: what differs at the deadline. */
async function compare(network: LabNetwork, node: string, before: string, ms: number): Promise<string[]> {
  const deadline = Date.now() + ms;
  for (;;) {
    const differences = differing(before, await takeSnapshot(network, node));
    if (differences.length === 0 || Date.now() > deadline) return differences;
    await delay(500);
  }
}
