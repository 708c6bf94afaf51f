import { messageOf } from '../errors.ts';
import type { Clock } from '../os/clock.ts';
import { waitAtMost } from '../os/deadline.ts';
import { plain } from '../plain.ts';
import type { Page } from './http-server.ts';

/** Says what is wrong; undefined where nothing is. What it throws is wrong too. */
export type Check = () => Promise<string | undefined> | string | undefined;

export interface HealthOptions {
  readonly clock: Clock;
  /** By name of what is looked at. */
  readonly checks: Readonly<Record<string, Check>>;
  /** What is worth knowing and no reason to start the program again, a line each. */
  readonly notes?: () => readonly string[];
}

/** Whoever asks more often gets the same answer. */
const heldMs = 1000;
const patienceMs = 2000;
const mostReason = 200;

/** A page that says whether a program does its work: 200 and `ok`, or 503 and a line for each reason. */
export function healthPage({ clock, checks, notes = () => [] }: HealthOptions): () => Promise<Page> {
  let held: { readonly atMs: number; readonly page: Promise<Page> } | undefined;
  const look = async (): Promise<Page> => {
    const found = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const reason = await reasonOf(check, clock);
        return reason === undefined
          ? []
          : [`${name}: ${plain(reason).replaceAll('\n', ' ').slice(0, mostReason)}`];
      }),
    );
    const reasons = found.flat();
    const lines = [reasons.length === 0 ? 'ok' : 'not ok', ...reasons, ...notes()];
    return { status: reasons.length === 0 ? 200 : 503, type: 'text/plain', text: `${lines.join('\n')}\n` };
  };
  return () => {
    if (held === undefined || clock.monotonic() - held.atMs >= heldMs)
      held = { atMs: clock.monotonic(), page: look() };
    return held.page;
  };
}

async function reasonOf(check: Check, clock: Clock): Promise<string | undefined> {
  try {
    return await waitAtMost(
      { clock, ms: patienceMs, late: `no answer within ${patienceMs / 1000} s` },
      check,
    );
  } catch (error) {
    return messageOf(error);
  }
}
