import type { Count, Instruction, Way } from '../preload/instruction.ts';

/** The states of the journal that are on the disk while a bundle is on its way, and the one at its end. */
const states = ['staging', 'checking', 'switching', 'proving', 'rollingBack', 'confirmed'] as const;
/** More than an apply and a rollback have now, so that there is a case for each. */
const points: Readonly<Record<Way, number>> = { all: 190, rollback: 80 };
const moments = ['before', 'after'] as const;

/** All cases: every state's write, and points spread over an apply (`all`) and over a rollback. */
export function killCases(): string[] {
  const ofStates = states.flatMap((state) => moments.map((when) => `state ${state} ${when}`));
  const ways = ['all', 'rollback'] as const;
  const ofPoints = ways.flatMap((way) =>
    Array.from({ length: points[way] }, (_, index) => `${way} ${String(index + 1).padStart(3, '0')}`),
  );
  return [...ofStates, ...ofPoints];
}

/**
 * What a case tells an agent. A rollback is that of a bundle that fails its proof. Pure.
 *
 * @param effects how many operations that change something an apply and a rollback have on that node
 */
export function killInstruction(id: string, effects: Count): Instruction {
  const [kind = '', which = '', moment = ''] = id.split(' ');
  if (kind === 'state') {
    const when = moment === 'after' ? 'after' : 'before';
    return {
      id,
      target: { kind: 'state', state: which },
      action: { kind: 'kill', when },
      isSpoilt: which === 'rollingBack',
    };
  }
  const within: Way = kind === 'rollback' ? 'rollback' : 'all';
  const index = Number(which);
  // Two cases share a point where there are fewer points than cases: one before it, one after it.
  const number = Math.max(1, Math.ceil((index * effects[within]) / points[within]));
  return {
    id,
    target: { kind: 'effect', number, within },
    action: { kind: 'kill', when: moments[index % 2] ?? 'before' },
    isSpoilt: within === 'rollback',
  };
}
