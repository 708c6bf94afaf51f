import { parseArgs } from 'node:util';
import { TowlineError } from '../../shared/errors.ts';

export interface DemoOptions {
  readonly json: boolean;
  readonly keep: boolean;
  readonly rounds: number;
  readonly help: boolean;
}

export const usage = `Usage: npm run demo [-- OPTIONS]

Brings the paper's network of eight sites up on this machine, from inventory to routed packets, and cuts links.

  --keep       leave the network up until Ctrl-C, and say how to look around
  --json       end with one JSON object on the last line
  --rounds N   cut and heal so many links (default 5)
  --help       this text

Example: npm run demo -- --keep
`;

/** Throws `invalid` for options that it does not know. */
export function parseOptions(args: readonly string[]): DemoOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        json: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        rounds: { type: 'string', default: '5' },
      },
    });
    const rounds = Number(values.rounds);
    if (!Number.isInteger(rounds) || rounds < 1 || rounds > 100)
      throw new Error(`--rounds ${values.rounds}: expected a number from 1 to 100`);
    return { ...values, rounds };
  } catch (cause) {
    throw new TowlineError('invalid', `${(cause as Error).message}\n\n${usage}`, { cause });
  }
}
