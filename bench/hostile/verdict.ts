import { messageOf, TowlineError } from '../../shared/errors.ts';
import type { Outcome } from '../faults/campaign.ts';
import type { Grounds } from './grounds.ts';
import { secretText } from './texts/lures.ts';
import { oddIn } from './texts/odd.ts';

/** What a text met at an entrance: it was taken (and harmless), or refused with an error that says so. */
export type Met = 'taken' | 'refused';

/** What was seen while a hostile text was tried. */
export class Notes {
  readonly #wrong: string[] = [];
  readonly #counts = { attempts: 0, refused: 0, crashes: 0, odd_on_terminal: 0 };
  readonly #details: string[] = [];
  #leaks = 0;

  /** Tries one thing: an error other than one of ours is a crash. */
  async attempt(what: string, work: () => Promise<unknown> | unknown): Promise<Met> {
    this.#counts.attempts++;
    try {
      await work();
      return 'taken';
    } catch (error) {
      if (error instanceof TowlineError && error.message !== '') {
        this.#counts.refused++;
        this.#leak(what, error.message);
        return 'refused';
      }
      this.crash(what, error instanceof Error ? (error.stack ?? error.message) : messageOf(error));
      return 'refused';
    }
  }

  crash(what: string, why: string): void {
    this.#counts.crashes++;
    this.#details.push(`${what}: ${why.slice(0, 300)}`);
  }

  /** Text that came to the terminal of a person. */
  shown(what: string, text: string): void {
    const odd = oddIn(text);
    this.#counts.odd_on_terminal += odd.length;
    if (odd.length > 0) this.#details.push(`${what} shows ${[...new Set(odd)].slice(0, 5).join(' ')}`);
    this.#leak(what, text);
  }

  /** Something that should not be, beside files: counted as a command that ran. */
  wrong(what: string): void {
    this.#wrong.push(what);
  }

  #leak(what: string, text: string): void {
    if (!text.includes(secretText)) return;
    this.#leaks++;
    this.#details.push(`${what} tells what is in a file outside`);
  }

  /** The outcome of the case, with what was left behind. */
  async outcome(id: string, grounds: Grounds): Promise<Outcome> {
    const { ran, outside } = await grounds.traces();
    const counts = {
      ...this.#counts,
      commands_injected: ran.length + this.#wrong.length,
      files_outside_root: outside.length + this.#leaks,
    };
    const verdicts = [
      ...(counts.commands_injected > 0 ? ['command run'] : []),
      ...(counts.files_outside_root > 0 ? ['file outside'] : []),
      ...(counts.odd_on_terminal > 0 ? ['odd on the terminal'] : []),
      ...(counts.crashes > 0 ? ['crash'] : []),
    ];
    const fine = counts.refused === counts.attempts ? 'refused' : 'harmless';
    const details = [...this.#details, ...this.#wrong, ...ran, ...outside];
    return {
      case: id,
      verdict: verdicts.length === 0 ? fine : verdicts.join(', '),
      isGood: verdicts.length === 0,
      counts,
      ...(details.length === 0 ? {} : { detail: details.join('; ').slice(0, 2_000) }),
    };
  }
}

/** Sums what the cases counted; a case that could not be judged is as bad as a crash. Pure. */
export function countsOf(outcomes: readonly Outcome[]): Record<string, number> {
  const sums: Record<string, number> = {};
  const add = (name: string, value: number) => {
    sums[name] = (sums[name] ?? 0) + value;
  };
  for (const { verdict, counts = {} } of outcomes) {
    for (const [name, value] of Object.entries(counts)) add(name, value);
    if (verdict === 'not judged') add('crashes', 1);
  }
  return sums;
}
