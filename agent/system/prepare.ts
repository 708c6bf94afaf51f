import { messageOf } from '../../shared/errors.ts';
import type { Run } from '../../shared/os/run.ts';
import { ensureFilter } from './filter-note.ts';
import { applyFilter, type FilterConfig, listFilter } from './nftables.ts';
import { ensurePolicyRules } from './policy-rules.ts';
import { setSysctls } from './sysctls.ts';

/**
 * Makes the machine a router: kernel parameters, policy rules, packet filter. Done at each start, since none of
 * it outlives a reboot. Resolves to warnings: what could not be set leaves the node poorer, not unreachable.
 *
 * @param keepFilter whether a packet filter of ours that is there stays as it is: it names the agent's user, which
 *   need not be the one who runs this
 * @param note file on a tmpfs that remembers what the packet filter was given
 */
export async function prepare(
  run: Run,
  filter: FilterConfig,
  keepFilter = false,
  note?: string,
): Promise<string[]> {
  const warnings = await setSysctls(run);
  const steps: [string, () => Promise<unknown>][] = [
    ['policy rules', () => ensurePolicyRules(run)],
    [
      'packet filter',
      async () => {
        if (keepFilter && (await listFilter(run)) !== undefined) return;
        await (note === undefined ? applyFilter(run, filter) : ensureFilter(run, filter, note));
      },
    ],
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
