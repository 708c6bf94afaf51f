import { setTimeout as delay } from 'node:timers/promises';
import Table from 'cli-table3';
import { messageOf, TowlineError } from '../../shared/errors.ts';

export interface Step {
  readonly what: string;
  readonly took_s: number;
  readonly result: string;
  readonly isGood: boolean;
}

/** Does one thing after another and keeps what came of each; the first that fails ends it. */
export class Steps {
  readonly done: Step[] = [];

  /** @param task resolves to what came of it, in words; throws what went wrong */
  async take(what: string, task: () => Promise<string>): Promise<void> {
    process.stderr.write(`${what} …\n`);
    const begun = performance.now();
    const took = () => Math.round((performance.now() - begun) / 100) / 10;
    try {
      const result = await task();
      this.done.push({ what, took_s: took(), result, isGood: true });
    } catch (error) {
      this.done.push({ what, took_s: took(), result: messageOf(error), isGood: false });
      throw error;
    }
  }

  print(title: string): void {
    const table = new Table({ head: [title, 's', ''], colWidths: [52, 8, 70], wordWrap: true });
    for (const { what, took_s, result, isGood } of this.done)
      table.push([what, took_s.toFixed(1), isGood ? result : `FAILED: ${result}`]);
    process.stdout.write(`${table.toString()}\n`);
  }
}

export function expect(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new TowlineError('failed', otherwise);
}

/** Polls until it is so. Throws `failed` with what was waited for at the deadline. */
export async function until<T>(
  what: string,
  condition: () => Promise<T | undefined | false>,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > deadline)
      throw new TowlineError('failed', `not within ${timeoutMs / 1000} s: ${what}`);
    await delay(200);
  }
}
