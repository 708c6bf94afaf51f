import { once } from 'node:events';
import type { Server } from 'node:http';
import { messageOf } from '../../shared/errors.ts';
import { closeHttp } from '../../shared/net/http-server.ts';
import type { Clock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';

export interface ListenOptions {
  readonly server: Server;
  readonly address: string;
  /** 0: nobody listens. */
  readonly port: number;
  /** What is served there, for the log. */
  readonly what: string;
  readonly clock: Clock;
  readonly log: Log;
}

const retryMs = 1_000;

/** Listens at the node's management address, as soon as it is there, until the signal is aborted. */
export async function listenInTunnel(options: ListenOptions, signal: AbortSignal): Promise<void> {
  const { server, address, port, what, clock, log } = options;
  if (port === 0) return await untilAborted(signal);
  let said = '';
  try {
    for (;;) {
      try {
        server.listen({ host: address, port });
        await once(server, 'listening');
        break;
      } catch (error) {
        const reason = messageOf(error);
        // The address is the tunnel's, and comes with it.
        const isExpected = (error as NodeJS.ErrnoException).code === 'EADDRNOTAVAIL';
        if (reason !== said)
          log[isExpected ? 'debug' : 'warn']({ address, port, error: reason }, `nobody can read ${what} yet`);
        said = reason;
      }
      await clock.sleep(retryMs, signal);
    }
    await untilAborted(signal);
  } finally {
    await closeHttp(server);
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
