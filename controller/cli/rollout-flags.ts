import { Option } from 'commander';
import { parseDuration } from '../../shared/duration.ts';
import type { Amount } from '../../shared/gen/towline/v1/Amount.ts';
import { UsageError } from './exit-codes.ts';

/** What makes an activation a rollout. */
export interface RolloutFlags {
  readonly canary?: string;
  readonly wave?: string;
  readonly pause?: string;
  readonly maxFailures?: string;
  readonly margin?: string;
  readonly rollbackOnFailure?: boolean;
  readonly dryRun?: boolean;
}

const defaults = { wave: '10%', pause: '1m', maxFailures: '1', margin: '1m' } as const;

export function rolloutOptions(): Option[] {
  return [
    new Option(
      '--canary <nodes>',
      'try it on these first: a number, or names with commas between; makes it a rollout, as do the next ones',
    ),
    new Option(
      '--wave <size>',
      `nodes in a wave: 20, or 10% of those that change (default: ${defaults.wave})`,
    ),
    new Option(
      '--pause <time>',
      `between two waves: 90s, 5m, 1h, 0, or manual: until somebody resumes it after the canaries (default: ${defaults.pause})`,
    ),
    new Option(
      '--max-failures <number>',
      `stop at so many failed nodes: 3, or 5% (default: ${defaults.maxFailures})`,
    ),
    new Option('--margin <time>', `that a node has beyond its confirm window (default: ${defaults.margin})`),
    new Option('--rollback-on-failure', 'when it stops, take back what it changed'),
    new Option('--dry-run', 'only show the waves'),
  ];
}

/** Whether any flag asks for a rollout. */
export function isRollout(flags: RolloutFlags): boolean {
  const { canary, wave, pause, maxFailures, margin, rollbackOnFailure, dryRun } = flags;
  return [canary, wave, pause, maxFailures, margin, rollbackOnFailure, dryRun].some(
    (flag) => flag !== undefined,
  );
}

/** What the flags ask for. Throws UsageError. */
export function rolloutRequest(flags: RolloutFlags) {
  const { canary, pause = defaults.pause, rollbackOnFailure = false, dryRun = false } = flags;
  const isManual = pause === 'manual';
  const chosen = canariesOf(canary);
  if (isManual && chosen.canaries.length + chosen.canaryCount === 0)
    throw new UsageError('--pause manual waits after the canaries: say which with --canary');
  return {
    ...chosen,
    wave: amountOf('--wave', flags.wave ?? defaults.wave),
    pauseMs: isManual ? 0 : timeOf('--pause', pause),
    waitsAfterCanaries: isManual,
    maxFailures: amountOf('--max-failures', flags.maxFailures ?? defaults.maxFailures),
    marginMs: timeOf('--margin', flags.margin ?? defaults.margin),
    rollsBack: rollbackOnFailure,
    dryRun,
  };
}

function canariesOf(text: string | undefined): { canaries: string[]; canaryCount: number } {
  if (text === undefined) return { canaries: [], canaryCount: 0 };
  if (/^\d+$/.test(text)) {
    const canaryCount = Number(text);
    if (canaryCount >= 1 && canaryCount <= 100_000) return { canaries: [], canaryCount };
    throw new UsageError(`--canary ${text}: expected a number of nodes from 1 up, or names`);
  }
  const names = text.split(',').map((name) => name.trim());
  if (names.some((name) => !/^[a-z0-9][a-z0-9-]{0,62}$/.test(name)))
    throw new UsageError(
      `--canary ${JSON.stringify(text)}: expected a number, or names such as berlin-1,hamburg-1`,
    );
  return { canaries: [...new Set(names)], canaryCount: 0 };
}

function amountOf(flag: string, text: string): Amount {
  const [, digits, percent] = /^([1-9]\d{0,5})(%?)$/.exec(text) ?? [];
  const value = Number(digits);
  const isPercent = percent === '%';
  if (digits !== undefined && (!isPercent || value <= 100)) return { value, isPercent };
  throw new UsageError(`${flag} ${text}: expected a number of nodes from 1 up, or 1% to 100%`);
}

const mostMs = 365 * 86_400_000;

function timeOf(flag: string, text: string): number {
  if (text === '0') return 0;
  const ms = parseDuration(text);
  if (ms !== undefined && ms <= mostMs) return ms;
  throw new UsageError(`${flag} ${text}: expected a time such as 90s, 5m or 1h, at most 365d`);
}
