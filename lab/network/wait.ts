import { setTimeout as delay } from 'node:timers/promises';
import { TowlineError } from '../../shared/errors.ts';
import type { LabNetwork } from './network.ts';
import { type FleetStatus, isGreen, linksOf, readStatus } from './status.ts';

export interface WaitOptions {
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with each status that was seen on the way. */
  readonly onStatus?: (status: FleetStatus) => void;
}

/** Resolves when all nodes are ok and so many links established. Throws what was still missing at the deadline. */
export async function waitUntilGreen(
  network: LabNetwork,
  links: number,
  options: WaitOptions = {},
): Promise<void> {
  const { deadlineMs = 60_000, signal, onStatus } = options;
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    signal?.throwIfAborted();
    const began = performance.now();
    const status = await readStatus(network);
    onStatus?.(status);
    if (isGreen(status, links)) return;
    if (Date.now() > deadline) {
      const nodes = status.nodes
        .filter((node) => node.condition !== 'ok')
        .map(
          ({ name, condition, last_apply: last }) =>
            `${name} ${condition}${last?.reason ? ` (${last.reason})` : ''}`,
        );
      const down = linksOf(status)
        .filter((link) => !link.isEstablished)
        .map((link) => link.name);
      throw new TowlineError(
        'failed',
        `not green after ${deadlineMs / 1000} s: nodes ${nodes.join(', ') || 'fine'}; links down: ${down.join(', ') || 'none'}`,
      );
    }
    // The command line takes half a second of a core.
    await delay(Math.max(200, performance.now() - began), undefined, { signal });
  }
}

/** Resolves when both ends of a link have their BGP session established, as BIRD itself says. */
export async function waitForSession(
  network: LabNetwork,
  a: string,
  b: string,
  deadlineMs = 30_000,
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  const isUp = async (node: string, peer: string): Promise<boolean> => {
    const { stdout } = await network.lab.exec(
      node,
      ['birdc', 'show', 'protocols', `link_${peer.replaceAll('-', '_')}`],
      { allowFailure: true },
    );
    return stdout.includes('Established');
  };
  while (!((await isUp(a, b)) && (await isUp(b, a)))) {
    if (Date.now() > deadline)
      throw new TowlineError(
        'failed',
        `the session ${a}--${b} is not established after ${deadlineMs / 1000} s`,
      );
    await delay(200);
  }
}
