/** File on a node that tells the agent there what is to happen to it; it lies in memory, and a reboot ends it. */
export const instructionFile = '/run/towline-fault.json';
/** Every point that was passed, a line each (see `Point`). */
export const traceFile = '/run/towline-points.jsonl';

export const kinds = ['file', 'handle', 'command', 'bird'] as const;
/** An operation on a path, one on an open file, a program, or a conversation with BIRD. */
export type Kind = (typeof kinds)[number];

/** How a call fails: errors of the file system or of fork(2), a program's exit code, and what BIRD may do. */
export type Failure = 'EIO' | 'ENOSPC' | 'EAGAIN' | 'exit' | 'refused' | 'closed' | 'refusal';

export type Action =
  | { readonly kind: 'none' }
  /** `after`: when the operation has ended, and before anyone hears of it. */
  | { readonly kind: 'kill'; readonly when: 'before' | 'after' }
  /**
   * `isLasting`: as long as the instruction is there, all that are alike fail from then on. `disk`: all that has to do
   * with files does.
   */
  | { readonly kind: 'fail'; readonly failure: Failure; readonly isLasting: boolean | 'disk' }
  /** The agent stands still right after the operation, as long as the instruction is there. */
  | { readonly kind: 'pause' };

/** What is to happen to an agent. */
export interface Instruction {
  /** Each instruction has another one: points are counted anew for it. */
  readonly id: string;
  /** Where it acts; never if absent. */
  readonly target?: Target;
  readonly action: Action;
  /** Every proof fails at its first look at the interfaces, so that the bundle is taken back. */
  readonly isSpoilt: boolean;
}

/** Where an instruction acts; numbers are from 1 and of one process. */
export type Target =
  /** The Nth operation that changes something or may, of all or of those while rolling back. */
  | { readonly kind: 'effect'; readonly number: number; readonly within: Way }
  /** The Nth of one kind, reading ones with it. */
  | { readonly kind: 'call'; readonly of: Kind; readonly number: number; readonly within: Way }
  /** The write that makes a state the journal's. */
  | { readonly kind: 'state'; readonly state: string };

/** All of a bundle's way, or only the way back. */
export type Way = 'all' | 'rollback';

/**
 * While this file is there, an agent begins no new cycle: the node can be looked at, at rest. The preload makes it
 * when it lets a call fail.
 */
export const holdFile = '/run/towline-hold';

/** How often something was passed, by way. */
export type Count = Readonly<Record<Way, number>>;

/** One line of the trace. */
export interface Point {
  readonly id: string;
  readonly kind: Kind;
  /** What was called, with its path or arguments. */
  readonly call: string;
  /** Its number among those that change something; absent where it only reads. */
  readonly effect?: Count;
  /** Its number among those of its kind. */
  readonly ofKind: Count;
  /** Whether it was here that the instruction was carried out. */
  readonly isHit?: true;
}

/** Line of the trace that says that a cycle waits for the hold to end. */
export interface Held {
  readonly id: string;
  readonly held: true;
}

/** Faults in the agent that raise a counter, each by its name in TOWLINE_PLANT. */
export const plantVariable = 'TOWLINE_PLANT';
