import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  type Count,
  type Failure,
  holdFile,
  type Instruction,
  instructionFile,
  type Kind,
  kinds,
  type Point,
  plantVariable,
  type Target,
  traceFile,
} from './instruction.ts';

// Before any of them is replaced.
const [append, exists, read, write] = [appendFileSync, existsSync, readFileSync, writeFileSync];

/** What a point has to do. */
export interface Order {
  readonly failure?: Failure;
  /** Whether the operation is to be left out, as if it had been done. */
  readonly isSwallowed?: boolean;
  /** Whether nothing is to happen after the operation until the instruction is gone. */
  readonly isPause?: boolean;
  /** To be called when the operation has ended. */
  readonly ended: () => void;
}

const nothing: Order = { ended: () => {} };
/** Functions of the agent; what has none of them on the stack is not of a bundle's way. */
const rollback = ['rollBack', 'rollBackUntilDone', 'putBack', 'removeAll'];
const way = [...rollback, 'runCycle', 'boot', 'switchCurrent', 'applyBundle'];
const reading =
  /^(?:readFile|readdir|readlink|realpath|stat|lstat|statfs|access|close|wg show|ip -json|ip (?:-[46] )?(?:link|rule) show)\b/;
/** They ask again and again: how often is a matter of time. */
const polling = ['describeMissing', 'proveBird'];
const plant = process.env[plantVariable];

let counts = fresh();
let hit: Point | undefined;
let isSpent = false;
let isNoted = false;
// What is done here goes through the same functions.
let isInside = false;

function fresh(id = '') {
  const none = (): { all: number; rollback: number } => ({ all: 0, rollback: 0 });
  const ofKind = Object.fromEntries(kinds.map((kind) => [kind, none()])) as Record<
    Kind,
    ReturnType<typeof none>
  >;
  return { id, effect: none(), ofKind };
}

/**
 * Called before each operation. Only those of a bundle's way count, by the functions that are on the stack: the
 * tracker, the reporter and the like have clocks of their own, and would make the numbers another each time.
 */
export function point(kind: Kind, call: string): Order {
  if (isInside) return nothing;
  isInside = true;
  try {
    return pass(kind, call);
  } finally {
    isInside = false;
  }
}

/** While this is true, a new cycle has to wait. */
export function isHeld(call: string): boolean {
  if (isInside || !call.startsWith('readdir') || !exists(holdFile)) return false;
  if (!callers().includes('readHeldFiles')) return false;
  if (!isNoted) note({ id: counts.id, held: true });
  isNoted = true;
  return true;
}

/** Whether an agent that stands still has to go on doing so. */
export function isPaused(): boolean {
  return exists(instructionFile);
}

/** Whether a fault is planted that keeps a node from coming up for good once it was killed. */
export function isStuck(): boolean {
  return plant === 'unrecovered' && exists(holdFile) && callers().includes('boot');
}

function pass(kind: Kind, call: string): Order {
  const stack = callers();
  const has = (names: readonly string[]) => names.some((name) => stack.includes(name));
  if (!has(way)) return nothing;
  const isRollback = has(rollback);
  if (plant === 'half-applied' && isRollback && call === 'rename current.new current') {
    return { ...nothing, isSwallowed: true };
  }
  const instruction = readInstruction();
  if (instruction === undefined) return nothing;
  const counted = (count: { all: number; rollback: number }): Count => {
    count.all++;
    if (isRollback) count.rollback++;
    return { ...count };
  };
  const passed: Point = {
    id: counts.id,
    kind,
    call,
    ...(reading.test(call) || has(polling) ? {} : { effect: counted(counts.effect) }),
    ofKind: counted(counts.ofKind[kind]),
  };
  const order = decide(instruction, passed, stack, isRollback);
  note(hit === passed ? { ...passed, isHit: true } : passed);
  return order();
}

function decide(
  { action, target, isSpoilt, ...instruction }: Instruction,
  passed: Point,
  stack: readonly string[],
  isRollback: boolean,
): () => Order {
  const isAlike = hit !== undefined && action.kind === 'fail' && isAlikeIn(action.isLasting, hit, passed);
  const isAt = !isSpent && target !== undefined && isTarget(target, passed, isRollback);
  if (isAt) {
    hit = passed;
    isSpent = true;
  }
  if ((isAt || isAlike) && action.kind === 'fail') {
    const { failure } = action;
    write(holdFile, '');
    return () => ({ ...nothing, failure: fitting(failure, passed) });
  }
  if (isAt && action.kind === 'pause') return () => ({ ...nothing, isPause: true });
  if (isAt && action.kind === 'kill') {
    // A process that is started anew has nothing to do any more, and stays where it comes up.
    write(holdFile, '');
    write(instructionFile, JSON.stringify({ ...instruction, isSpoilt, action: { kind: 'none' } }));
    return action.when === 'after' ? () => ({ ended: die }) : die;
  }
  if (isSpoilt && passed.kind === 'command' && stack.includes('proveInterfaces')) {
    return () => ({ ...nothing, failure: 'exit' });
  }
  return () => nothing;
}

function isTarget(target: Target, passed: Point, isRollback: boolean): boolean {
  if (target.kind === 'state') return passed.call === `journal ${target.state}`;
  if (target.within === 'rollback' && !isRollback) return false;
  if (target.kind === 'call' && target.of !== passed.kind) return false;
  const count = target.kind === 'call' ? passed.ofKind : passed.effect;
  return count?.[target.within] === target.number;
}
function isAlikeIn(isLasting: boolean | 'disk', first: Point, passed: Point): boolean {
  if (isLasting === 'disk')
    return passed.kind === 'handle' || (passed.kind === 'file' && !/Sync| \/proc/.test(passed.call));
  return isLasting && isSameCall(first, passed);
}

/** One rename is like another; of commands those with the same first word. */
function isSameCall(a: Point, b: Point): boolean {
  return a.kind === b.kind && a.call.split(' ')[0] === b.call.split(' ')[0];
}

/** The failure asked for where it fits, or the usual one of that kind. */
function fitting(failure: Failure, { kind, call }: Point): Failure {
  if (kind === 'command') return failure === 'EAGAIN' ? failure : 'exit';
  if (kind === 'bird') return failure === 'closed' || failure === 'refusal' ? failure : 'refused';
  // What only reads needs no space.
  return failure === 'ENOSPC' && !/^read|^stat| r$/.test(call) ? failure : 'EIO';
}

function readInstruction(): Instruction | undefined {
  let instruction: Instruction;
  try {
    instruction = JSON.parse(read(instructionFile, 'utf8')) as Instruction;
  } catch {
    return undefined;
  }
  if (instruction.id !== counts.id) {
    counts = fresh(instruction.id);
    [hit, isSpent, isNoted] = [undefined, false, false];
  }
  return instruction;
}

function note(line: object): void {
  append(traceFile, `${JSON.stringify(line)}\n`);
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  // The signal is on its way; nothing more is done until it arrives.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
}

/** Names of the functions on the stack, those that wait for this one with it. */
function callers(): string[] {
  const text = new Error('point').stack ?? '';
  return [...text.matchAll(/^ +at (?:async )?(?:Object\.|Proxy\.)?([\w$]+)/gm)].map(
    (match) => match[1] ?? '',
  );
}
