import { span } from '../../../shared/span.ts';
import type { NodeFacts } from '../facts.ts';
import type { Cause, Rule } from '../scene.ts';
import { short } from '../words.ts';

/** Less than an apply needs, in bytes. */
const leastFree = 16 * 1024 * 1024;
/** A clock off by more than this is wrong, in seconds: answers are late by less. */
const mostOffsetS = 60;

/** Disks without room. */
export const disk: Rule = ({ subjects }) =>
  subjects.flatMap(({ name, answer }): Cause[] => {
    if (answer?.freeBytes === undefined || answer.freeBytes >= leastFree) return [];
    return [
      {
        cause: 'disk-full',
        about: name,
        text: `the disk of ${name} is full: it takes no new release`,
        certainty: 'certain',
        evidence: [`${Math.floor(answer.freeBytes / 1024)} KiB are free where the agent keeps its state`],
        whatToDo: [
          `on ${name}: make room in /var/lib/towline's file system (df -h, journalctl --vacuum-size=50M)`,
        ],
      },
    ];
  });

/** Clocks that are wrong. WireGuard refuses handshakes of a node whose clock went back. */
export const clock: Rule = ({ subjects }) =>
  subjects.flatMap(({ name, clockOffsetS }): Cause[] => {
    if (clockOffsetS === undefined || Math.abs(clockOffsetS) <= mostOffsetS) return [];
    const direction = clockOffsetS > 0 ? 'ahead' : 'behind';
    return [
      {
        cause: 'clock-off',
        about: name,
        text: `the clock of ${name} is ${span(Math.abs(clockOffsetS))} ${direction}${direction === 'behind' ? ': peers refuse its handshakes' : ''}`,
        certainty: 'certain',
        evidence: [`it said a time that is ${span(Math.abs(clockOffsetS))} ${direction} of the controller's`],
        whatToDo: [`on ${name}: timedatectl; let NTP through, or give it a battery-backed clock`],
      },
    ];
  });

/** Releases that a node did not take. */
export const release: Rule = ({ subjects }) => subjects.flatMap(releaseOf);

function releaseOf(node: NodeFacts): Cause[] {
  const { name, answer } = node;
  const reason = short(answer?.applyReason || node.applyReason, 600);
  const evidence = [
    `it should run release ${node.desiredRelease || 'none'} and runs ${node.runningRelease || 'none'}`,
    ...(reason === '' ? [] : [`its reason: ${reason}`]),
  ];
  const common = { about: name, evidence, certainty: 'certain' } as const;
  if (answer?.quarantined ?? node.isQuarantined) {
    return [
      {
        ...common,
        cause: 'quarantined',
        text: `${name} failed three times on its bundle and tries it no more`,
        whatToDo: [
          'mend what the reason says, then commit and activate: a newer release is tried by itself',
          `or the same one again: towline node unquarantine ${name}`,
        ],
      },
    ];
  }
  if (node.condition === 'failed') {
    return [
      {
        ...common,
        cause: 'release-failed',
        text: `${name} went back from release ${node.desiredRelease}, or refused it`,
        whatToDo: ['mend what the reason says, then commit and activate', 'or everywhere: towline rollback'],
      },
    ];
  }
  if (node.putOff !== '')
    return [
      {
        ...common,
        cause: 'put-off',
        text: `the release of ${name} is put off: it ${short(node.putOff)}`,
        whatToDo: ['get that one back, activate there too, or take it out of the inventory'],
      },
    ];
  // A node that says nothing cannot take a release: that it is behind is a symptom.
  if (node.condition === 'pending' && answer !== undefined && node.desiredRelease > 0)
    return [
      {
        ...common,
        cause: 'pending',
        certainty: 'possible',
        text: `${name} is still on its way to release ${node.desiredRelease}`,
        whatToDo: [`towline status --watch; the agent's log on ${name} says what it is at`],
      },
    ];
  if (node.desiredRelease === 0 && node.standing === 'enrolled')
    return [
      {
        ...common,
        cause: 'nothing-activated',
        text: `no release is activated for ${name}`,
        whatToDo: ["towline commit -m '…', then towline activate"],
      },
    ];
  return [];
}

/** Releases that the controller took back. */
export const takenBack: Rule = ({ subjects }) =>
  subjects
    .filter((node) => node.takenBack !== '')
    .map((node) => ({
      cause: 'taken-back',
      about: node.name,
      text: short(node.takenBack),
      certainty: 'certain',
      evidence: [`${node.name} runs release ${node.runningRelease}`],
      whatToDo: ['towline status has the reason of the end that failed; mend it, then commit and activate'],
    }));

/** What differs from the bundle and is no part of another finding. */
export const drift: Rule = ({ subjects, isDriftExplained }) =>
  subjects.flatMap(({ name, answer }): Cause[] => {
    const rest = (answer?.drift ?? []).filter((line) => !isDriftExplained(name, line));
    if (rest.length === 0) return [];
    return [
      {
        cause: 'drift',
        about: name,
        text: `${name} was changed by hand: it is not as its bundle says`,
        certainty: 'certain',
        evidence: rest.slice(0, 8).map((line) => short(line)),
        whatToDo: [`towline set drift repair --node ${name}; then commit and activate`],
      },
    ];
  });
