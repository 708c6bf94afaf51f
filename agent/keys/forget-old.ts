import { join } from 'node:path';
import { messageOf } from '../../shared/errors.ts';
import type { Log } from '../../shared/os/log.ts';
import { type BundleKeys, readBundle } from '../check/bundle.ts';
import type { AgentPaths } from '../config/paths.ts';
import type { JournalStore } from '../journal/store.ts';
import type { LinkKeys } from './link-keys.ts';

export interface ForgetPorts {
  readonly paths: Pick<AgentPaths, 'bundles'>;
  readonly journal: Pick<JournalStore, 'current'>;
  readonly bundleKeys: BundleKeys;
  readonly linkKeys: Pick<LinkKeys, 'forgetAllBut'>;
  readonly log: Log;
}

/**
 * Takes old versions of the links' key away once no bundle refers to them that this node runs, or ran before and could
 * go back to.
 */
export async function forgetOldLinkKeys(ports: ForgetPorts): Promise<void> {
  const { running, before } = ports.journal.current();
  try {
    const used = new Set<number>();
    for (const ref of [running, before]) {
      if (ref === undefined) continue;
      const { links } = await readBundle(join(ports.paths.bundles, ref.digest), ports.bundleKeys);
      for (const link of links) used.add(link.privateKey);
    }
    await ports.linkKeys.forgetAllBut(used);
  } catch (error) {
    // With the next bundle it is tried again.
    ports.log.warn({ error: messageOf(error) }, 'old link keys');
  }
}
