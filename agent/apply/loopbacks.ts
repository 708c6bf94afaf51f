import { canonicalAddress } from '../../shared/net/canonical.ts';
import { readLink } from '../../shared/net/link.ts';
import type { Run } from '../../shared/os/run.ts';
import type { Settings } from '../check/settings.ts';

/** The loopback addresses of a bundle, as they stand on `lo`. */
export function loopbackAddresses(settings: Settings): string[] {
  return [`${settings.loopback_v4}/32`, `${canonicalAddress(settings.loopback_v6)}/128`];
}

/**
 * Puts a bundle's loopbacks on `lo` and takes those of the bundle before away; other addresses there are not
 * ours. Resolves to the changes made.
 */
export async function applyLoopbacks(
  run: Run,
  wanted: readonly string[],
  before: readonly string[],
): Promise<string[]> {
  const lo = await readLink(run, 'lo');
  const missing = wanted.filter((address) => !lo.addresses.includes(address));
  const stale = before.filter((address) => lo.addresses.includes(address) && !wanted.includes(address));
  const steps = [
    ...(lo.up ? [] : [['link', 'set', 'dev', 'lo', 'up']]),
    ...missing.map((address) => ['address', 'add', address, 'dev', 'lo']),
    ...stale.map((address) => ['address', 'delete', address, 'dev', 'lo']),
  ];
  for (const step of steps) await run('ip', step, { timeoutMs: 10_000 });
  return steps.map((step) => `ip ${step.join(' ')}`);
}
