import { enumWord } from '../../shared/document.ts';
import type { BeginRolloutResponse } from '../../shared/gen/towline/v1/BeginRolloutResponse.ts';
import type { Rollout } from '../../shared/gen/towline/v1/Rollout.ts';
import type { RolloutNode } from '../../shared/gen/towline/v1/RolloutNode.ts';
import { count, nameList } from './changes.ts';
import { type Io, paint, plain } from './io.ts';
import { age, table, utcTime } from './table.ts';

const stateColours: Readonly<Record<string, 'green' | 'yellow' | 'red' | 'gray'>> = {
  running: 'green',
  done: 'green',
  paused: 'yellow',
  finishing: 'green',
  returning: 'yellow',
  stopped: 'red',
  aborted: 'red',
};

const nodeWords: Readonly<Record<string, string>> = {
  waiting: 'to come',
  told: 'on its way',
  left: 'left behind',
  returning: 'going back',
  returned: 'back',
};

/** Whether a rollout has ended well, has not, or has not ended. */
export function outcomeOfRollout({ state, counts }: Rollout): 'done' | 'failed' | 'under way' {
  const word = enumWord(state);
  if (word === 'stopped' || word === 'aborted') return 'failed';
  if (word !== 'done') return 'under way';
  return counts.some((one) => enumWord(one.state) === 'failed') ? 'failed' : 'done';
}

/** The waves as they would be. */
export function renderPlan(io: Io, plan: BeginRolloutResponse): string {
  const { release, waves, left, maxFailures } = plan;
  const nodes = waves.reduce((sum, wave) => sum + wave.nodes.length, 0);
  const lines = waves.flatMap(({ nodes: names, exceptions, hasCanaries }, index) => [
    `wave ${index + 1}${hasCanaries ? ' (canaries)' : ''}, ${count(names.length, 'node')}: ${nameList(names)}`,
    ...exceptions.map((text) => paint(io, 'yellow', `  ! ${plain(text)}`)),
  ]);
  return [
    `Release ${release} in ${count(waves.length, 'wave')} to ${count(nodes, 'node')}; it stops at ${maxFailures} failed, with at most ${maxFailures + 1} on their way at once`,
    ...lines,
    ...left.map(({ nodeName, reason }) => `at the end: ${nodeName}, ${plain(reason)}`),
  ].join('\n');
}

export function planDocument({ release, waves, left, maxFailures, waveNodes }: BeginRolloutResponse) {
  return {
    release,
    max_failures: maxFailures,
    wave_nodes: waveNodes,
    waves: waves.map(({ nodes, exceptions, hasCanaries }) => ({ nodes, exceptions, canaries: hasCanaries })),
    left: left.map(({ nodeName, reason }) => ({ node: nodeName, reason })),
  };
}

export function rolloutDocument(rollout: Rollout) {
  return {
    ...summaryDocument(rollout),
    nodes: rollout.nodes.map((node) => ({
      name: node.nodeName,
      state: enumWord(node.state),
      wave: node.wave || null,
      canary: node.isCanary,
      age_s: node.ageS,
      reason: node.reason || null,
    })),
  };
}

export function summaryDocument(rollout: Rollout) {
  return {
    number: rollout.number,
    release: rollout.release,
    state: enumWord(rollout.state),
    outcome: outcomeOfRollout(rollout).replace(' ', '_'),
    reason: rollout.reason || null,
    begun: utcTime(rollout.begunMs / 1000),
    changed: utcTime(rollout.changedMs / 1000),
    wave: rollout.wave,
    pause_left_s: rollout.pauseLeftMs === undefined ? null : Math.ceil(rollout.pauseLeftMs / 1000),
    failures: rollout.failures,
    max_failures: rollout.maxFailures,
    wave_nodes: rollout.waveNodes,
    rolls_back: rollout.rollsBack,
    counts: Object.fromEntries(rollout.counts.map(({ state, nodes }) => [enumWord(state), nodes])),
    exceptions: rollout.exceptions.map(({ wave, text }) => ({ wave, text })),
  };
}

/** A rollout in one line. */
export function rolloutLine(rollout: Rollout): string {
  const { release, state, wave, pauseLeftMs, reason } = rollout;
  const counts = rollout.counts.map(({ state: one, nodes }) => `${nodes} ${nodeWord(enumWord(one))}`);
  const pause = pauseLeftMs === undefined ? '' : `, next wave in ${age(Math.ceil(pauseLeftMs / 1000))}`;
  const why = reason === '' ? '' : `: ${plain(reason)}`;
  return `rollout of release ${release} ${enumWord(state)}, wave ${wave}: ${counts.join(', ')}${pause}${why}`;
}

/** More nodes are no help on one screen. */
const mostNodes = 30;

/** A rollout on one screen: waves, who is on its way, who failed and why. */
export function renderRollout(io: Io, rollout: Rollout): string {
  const { number, release, state, reason, failures, maxFailures, pauseLeftMs, nodes } = rollout;
  const word = enumWord(state);
  const head = `rollout ${number} of release ${release}: ${paint(io, stateColours[word] ?? 'gray', word)}, ${failures} of at most ${maxFailures} failed`;
  const next = pauseLeftMs === undefined ? [] : [`next wave in ${age(Math.ceil(pauseLeftMs / 1000))}`];
  const shown = nodes.filter(isShown).sort((a, b) => rank(a) - rank(b));
  const rows = shown
    .slice(0, mostNodes)
    .map((node) => [
      node.nodeName,
      nodeColour(io, enumWord(node.state)),
      node.wave || '',
      age(node.ageS),
      plain(node.reason).split('\n')[0] ?? '',
    ]);
  const more = shown.length > mostNodes ? [`and ${shown.length - mostNodes} more: --json has all`] : [];
  return [
    head,
    ...(reason === '' ? [] : [plain(reason)]),
    ...next,
    '',
    table(['WAVE', 'NODES', 'WELL', 'ON THEIR WAY', 'FAILED', 'TO COME', 'OTHERS'], waveRows(nodes)),
    ...(rows.length === 0 ? [] : ['', table(['NODE', 'STATE', 'WAVE', 'SINCE', 'WHY'], rows), ...more]),
    ...rollout.exceptions
      .slice(-5)
      .map(({ wave, text }) => paint(io, 'yellow', `wave ${wave}: ${plain(text)}`)),
  ].join('\n');
}

function waveRows(nodes: readonly RolloutNode[]) {
  const waves = new Map<number, RolloutNode[]>();
  for (const node of nodes) {
    const list = waves.get(node.wave) ?? [];
    waves.set(node.wave, list);
    list.push(node);
  }
  const inState = (list: readonly RolloutNode[], ...states: string[]) =>
    list.filter(({ state }) => states.includes(enumWord(state))).length || '';
  return [...waves]
    .sort(([a], [b]) => (a || Number.MAX_SAFE_INTEGER) - (b || Number.MAX_SAFE_INTEGER))
    .map(([wave, list]) => [
      wave === 0 ? 'none' : `${wave}${list.some(({ isCanary }) => isCanary) ? ' canaries' : ''}`,
      list.length,
      inState(list, 'healthy'),
      inState(list, 'told', 'returning'),
      inState(list, 'failed'),
      inState(list, 'waiting'),
      inState(list, 'left', 'gone', 'returned'),
    ]);
}

function isShown({ state }: RolloutNode): boolean {
  return !['healthy', 'waiting', 'returned'].includes(enumWord(state));
}

const order = ['failed', 'told', 'returning', 'left', 'gone'];

function rank({ state }: RolloutNode): number {
  return order.indexOf(enumWord(state));
}

function nodeWord(state: string): string {
  return nodeWords[state] ?? state;
}

function nodeColour(io: Io, state: string): string {
  if (state === 'failed') return paint(io, 'red', state);
  return state === 'told' || state === 'returning' ? paint(io, 'yellow', nodeWord(state)) : nodeWord(state);
}
