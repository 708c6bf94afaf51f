import { messageOf } from '../../shared/errors.ts';
import type { Log } from '../../shared/os/log.ts';
import type { Run } from '../../shared/os/run.ts';
import type { WireGuard } from '../../shared/wireguard/wireguard.ts';
import { linkInterfacePrefix } from '../../shared/wireguard-names.ts';

export interface SourcePorts {
  readonly run: Run;
  readonly wireguard: Pick<WireGuard, 'state' | 'setEndpoint'>;
  readonly log: Log;
  /** Held while an endpoint is set: a bundle or the tracker may be about to set another. */
  readonly lock: { run<T>(task: () => Promise<T>): Promise<T> };
}

const timeoutMs = 5_000;
/** Links that are set under the lock in one go. */
const batch = 8;

/**
 * Has the links send from an address that the machine has. wireguard-go 0.0.20220316 goes on sending from an IPv4
 * address that is gone, for 15 s (measured), and not if the endpoint is set anew, to the same; the kernel's WireGuard
 * looks at each packet.
 */
export async function renewSources({ run, wireguard, log, lock }: SourcePorts): Promise<void> {
  const shown = await run('ip', ['-json', 'link', 'show', 'type', 'wireguard'], { timeoutMs });
  const isKernels = namesIn(shown);
  const links = [...(await wireguard.state()).keys()].filter(
    (name) => name.startsWith(linkInterfacePrefix) && !isKernels.has(name),
  );
  for (let at = 0; at < links.length; at += batch) {
    await lock.run(async () => {
      const now = await wireguard.state();
      const setting = links.slice(at, at + batch).flatMap((name) =>
        (now.get(name)?.peers ?? []).map(async ({ publicKey, endpoint }) => {
          if (endpoint !== undefined) await wireguard.setEndpoint(name, publicKey, endpoint);
        }),
      );
      for (const result of await Promise.allSettled(setting)) {
        if (result.status === 'rejected')
          log.debug({ error: messageOf(result.reason) }, 'a link that may send from an address that is gone');
      }
    });
  }
}

function namesIn(shown: string): ReadonlySet<string> {
  const links = shown.trim() === '' ? [] : (JSON.parse(shown) as readonly { readonly ifname?: string }[]);
  return new Set(links.flatMap(({ ifname }) => (ifname === undefined ? [] : [ifname])));
}
