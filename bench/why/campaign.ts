import { z } from 'zod';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { type Fault, mended } from './faults.ts';
import { type Grounds, until } from './network.ts';

/** What became of one case: a fault, or two of them at once. */
export interface Verdict {
  readonly faults: readonly string[];
  readonly isRight: boolean;
  /** Of the slowest `towline why`. */
  readonly seconds: number;
  /** The same without the start of the command: what the controller took. */
  readonly inside: number;
  /** What was said, where it was not right. */
  readonly said: string;
}

const answerSchema = z.object({
  took_ms: z.number(),
  findings: z.array(z.object({ cause: z.string(), about: z.string() })),
});

/**
 * Makes faults, asks why as each of them says, and undoes them. Right is: each is named when it is asked for, and
 * nothing else but the other one is.
 */
export async function tryCase(
  grounds: Grounds,
  faults: readonly Fault[],
  signal?: AbortSignal,
): Promise<Verdict> {
  signal?.throwIfAborted();
  const names = faults.map(({ name }) => name);
  const expected = new Set(faults.map((fault) => fault.expected));
  const made: Fault[] = [];
  let [seconds, inside, isRight] = [0, 0, true];
  const said: string[] = [];
  try {
    for (const fault of faults) {
      made.push(fault);
      await fault.make(grounds);
    }
    for (const fault of faults) {
      const { found, tookS, insideS } = await askUntilHeard(grounds, fault.ask);
      seconds = Math.max(seconds, tookS);
      inside = Math.max(inside, insideS);
      const isAll = found.includes(fault.expected) && found.every((one) => expected.has(one));
      if (isAll) continue;
      isRight = false;
      said.push(
        `why ${fault.ask.join(' ')}: ${found.join(', ') || 'nothing'} instead of ${[...expected].join(', ')}`,
      );
    }
  } catch (error) {
    isRight = false;
    said.push(messageOf(error));
  }
  try {
    for (const fault of made.reverse()) await fault.undo(grounds);
    const isLast = faults.some(({ needs }) => needs.includes('last'));
    if (!isLast) await whole(grounds, faults, signal);
  } catch (error) {
    signal?.throwIfAborted();
    // What is still found afterwards was said to be wrong and is not, or the lab is broken: neither is right.
    isRight = false;
    said.push(messageOf(error));
  }
  return { faults: names, isRight, seconds, inside, said: said.join('; ') };
}

/** Waits until nothing is wrong any more: what was undone is not to be found again. */
async function whole(
  grounds: Grounds,
  faults: readonly Fault[],
  signal: AbortSignal | undefined,
): Promise<void> {
  await mended(grounds, signal);
  for (const { ask } of faults) {
    if (ask[0] === 'emden') continue;
    let last = '';
    const isClean = async () => {
      const { found } = await askUntilHeard(grounds, ask);
      last = found.join(', ');
      return found.length === 0;
    };
    await until(
      `why ${ask.join(' ')} finds nothing wrong after ${faults.map(({ name }) => name).join(' and ')}`,
      isClean,
      {
        deadlineMs: 120_000,
        signal,
      },
    ).catch((error: unknown) => {
      throw new TowlineError('failed', `${messageOf(error)}: ${last}`);
    });
  }
}

/** So often a question is asked again where an agent had no time for it. */
const mostAgain = 3;

/** Asks again where the answer is that a router is busy: on a machine that has other work, and is many routers. */
export async function askUntilHeard(grounds: Grounds, ask: readonly string[]): ReturnType<typeof askWhy> {
  for (let again = 0; ; again++) {
    const said = await askWhy(grounds, ask);
    if (again === mostAgain || !said.found.some((cause) => cause.startsWith('agent-slow '))) return said;
  }
}

/** Asks as an admin does, and measures how long that takes. */
export async function askWhy(
  { network }: Grounds,
  ask: readonly string[],
): Promise<{ readonly found: readonly string[]; readonly tookS: number; readonly insideS: number }> {
  const began = performance.now();
  const { stdout } = await network.towline(['why', ...ask, '--json'], { okCodes: [3] });
  const tookS = (performance.now() - began) / 1000;
  const { findings, took_ms } = answerSchema.parse(JSON.parse(stdout));
  return {
    found: findings.map(({ cause, about }) => `${cause} ${about}`),
    tookS,
    insideS: took_ms / 1000,
  };
}
