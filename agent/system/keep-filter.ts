import { messageOf } from '../../shared/errors.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import { CommandError, type Run } from '../../shared/os/run.ts';
import { listFilter } from './nftables.ts';

export interface KeepFilterOptions {
  readonly run: Run;
  readonly clock: Clock;
  readonly log: Log;
  /** Gives the machine the packet filter that it should have now, while nothing else changes the node. */
  readonly restore: () => Promise<void>;
}

const intervalMs = 10_000;

/**
 * Puts the packet filter back where it is gone, until the signal is aborted: `nft flush ruleset`, with which many a
 * firewall of the machine's own begins, takes it along, and the management tunnel would be open to whoever is near,
 * whatever `drift` says. One that was changed is left to `drift`.
 */
export async function keepFilter(options: KeepFilterOptions, signal: AbortSignal): Promise<void> {
  const { run, clock, log, restore } = options;
  let failure = '';
  while (!signal.aborted) {
    await clock.sleep(intervalMs, signal);
    let now = '';
    try {
      if ((await listFilter(run)) === undefined) {
        await restore();
        log.warn({ table: 'inet towline' }, 'something took the packet filter away, it is back');
      }
    } catch (error) {
      signal.throwIfAborted();
      // Without nft there has never been one, which the log says at start.
      const hasNft = !(error instanceof CommandError) || error.exitCode !== undefined;
      if (hasNft) now = messageOf(error);
    }
    if (now !== '' && now !== failure)
      log.error({ error: now }, 'the packet filter is gone and cannot be put back');
    failure = now;
  }
}
