import type { Failure, Instruction, Kind } from '../preload/instruction.ts';

/** Calls of an apply, by kind; a little more than there are, so that the last case finds none. */
const applyCalls: Readonly<Record<Kind, number>> = { file: 160, handle: 124, command: 48, bird: 28 };
const rollbackCalls: Readonly<Record<Kind, number>> = { file: 64, handle: 22, command: 34, bird: 6 };
const failures: Readonly<Record<Kind, readonly Failure[]>> = {
  file: ['EIO', 'ENOSPC'],
  handle: ['EIO', 'ENOSPC'],
  command: ['exit', 'EAGAIN'],
  bird: ['refused', 'closed', 'refusal'],
};
/** Every so many calls also fail for the whole transaction. */
const lastingStride = 6;

const numbers = (count: number) =>
  Array.from({ length: count }, (_, index) => String(index + 1).padStart(3, '0'));

/**
 * All cases: each call of an apply, by kind and number, with each failure that programs and BIRD have and one of
 * those that files have in turn; some of them for as long as the transaction lasts; each call of a rollback.
 */
export function callCases(): string[] {
  const kinds = Object.keys(applyCalls) as Kind[];
  const each = (way: string, calls: Readonly<Record<Kind, number>>, whole: boolean) =>
    kinds.flatMap((kind) =>
      numbers(calls[kind]).flatMap((number) => {
        const [first, second = first] = failures[kind];
        const all =
          whole && (kind === 'command' || kind === 'bird')
            ? failures[kind]
            : [Number(number) % 2 === 0 ? first : second];
        return all.map((failure) => `${way} ${kind} ${number} ${failure}`);
      }),
    );
  const once = each('once', applyCalls, true);
  const lasting = each('lasting', applyCalls, false).filter((_, index) => index % lastingStride === 0);
  return [...once, ...lasting, ...each('rollback', rollbackCalls, false)];
}

/** What a case tells an agent. Throws for what is no case. Pure. */
export function callInstruction(id: string): Instruction {
  const [way, kind, number, failure] = id.split(' ') as [string, Kind, string, Failure];
  if (failures[kind]?.includes(failure) !== true) throw new Error(`there is no case ${id}`);
  return {
    id,
    target: {
      kind: 'call',
      of: kind,
      number: Number(number),
      within: way === 'rollback' ? 'rollback' : 'all',
    },
    action: { kind: 'fail', failure, isLasting: way === 'lasting' },
    isSpoilt: way === 'rollback',
  };
}
