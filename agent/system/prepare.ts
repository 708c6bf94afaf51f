import { messageOf } from '../../shared/errors.ts';
import type { Run } from '../../shared/os/run.ts';
import { applyFilter, type FilterConfig } from './nftables.ts';
import { ensurePolicyRules } from './policy-rules.ts';
import { setSysctls } from './sysctls.ts';

/**
 * Makes the machine a router: kernel parameters, policy rules, packet filter. Done at each start, since none of
 * it outlives a reboot. Resolves to warnings: what could not be set leaves the node poorer, not unreachable.
 */
export async function prepare(run: Run, filter: FilterConfig): Promise<string[]> {
  const warnings = await setSysctls(run);
  const steps: [string, () => Promise<unknown>][] = [
    ['policy rules', () => ensurePolicyRules(run)],
    ['packet filter', () => applyFilter(run, filter)],
  ];
  for (const [name, step] of steps) {
    try {
      await step();
    } catch (error) {
      warnings.push(`${name}: ${messageOf(error)}`);
    }
  }
  return warnings;
}
