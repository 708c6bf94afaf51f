import type { Run } from '../../shared/os/run.ts';
import { fwmark, routingTable } from '../../shared/wireguard-names.ts';

/** A policy rule: as `ip rule show` prints it, and as `ip rule add` wants it. */
interface PolicyRule {
  readonly preference: number;
  readonly shown: string;
  readonly args: readonly string[];
}

const mark = `0x${fwmark.toString(16)}`;

/**
 * Outer packets never enter a tunnel: specific routes of the main table go first, without its default route;
 * then what carries no mark of ours looks into BIRD's table; what does, and the rest, goes on to main.
 */
const rules: readonly PolicyRule[] = [
  {
    preference: 7400,
    shown: 'from all lookup main suppress_prefixlength 0',
    args: ['lookup', 'main', 'suppress_prefixlength', '0'],
  },
  {
    preference: 7401,
    shown: `not from all fwmark ${mark} lookup ${routingTable}`,
    args: ['not', 'fwmark', mark, 'lookup', String(routingTable)],
  },
];

/** Restores the rules of both families where they are missing or different; resolves to the changes made. */
export async function ensurePolicyRules(run: Run): Promise<string[]> {
  const changes: string[] = [];
  for (const { family, step } of await missingRules(run)) {
    await run('ip', [family, 'rule', ...step], { timeoutMs: 10_000 });
    changes.push(`ip ${family} rule ${step.join(' ')}`);
  }
  return changes;
}

/** The `ip rule` commands, of both families, that are missing to our rules. */
export async function missingRules(run: Run): Promise<{ family: string; step: string[] }[]> {
  const missing: { family: string; step: string[] }[] = [];
  for (const family of ['-4', '-6']) {
    const steps = ruleSteps(await run('ip', [family, 'rule', 'show'], { timeoutMs: 10_000 }));
    missing.push(...steps.map((step) => ({ family, step })));
  }
  return missing;
}

/** The `ip rule` commands that lead from what `ip rule show` printed to our rules. Pure. */
export function ruleSteps(shown: string): string[][] {
  const present = shown.split('\n').flatMap((line) => {
    const match = /^(\d+):\s+(.*?)\s*$/.exec(line);
    return match?.[2] === undefined ? [] : [{ preference: Number(match[1]), text: match[2] }];
  });
  return rules.flatMap((rule) => {
    const there = present.filter(({ preference }) => preference === rule.preference);
    if (there.length === 1 && there[0]?.text === rule.shown) return [];
    const preference = String(rule.preference);
    return [
      ['add', 'preference', preference, ...rule.args],
      // After the right rule is there, so that no packet goes astray between; the oldest goes first.
      ...there.map(() => ['delete', 'preference', preference]),
    ];
  });
}
