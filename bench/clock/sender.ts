import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { type Initiator, makeInitiation } from './initiation.ts';

/** Sends initiations to a WireGuard on this machine's 127.0.0.1, with the timestamps that a test wants. */
export interface Sender {
  /** Sends one with this timestamp (Unix time, ms); resolves to whether it was answered within `timeoutMs`. */
  send(timeMs: number, timeoutMs?: number): Promise<boolean>;
  /** The sender's UDP port. */
  readonly port: number;
  close(): void;
}

/** WireGuard drops initiations of one peer that come faster than 50 a second, whatever they say. */
const leastGapMs = 50;

export async function openSender(initiator: Initiator, responderPort: number): Promise<Sender> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  let index = 1;
  let gap: Promise<void> = Promise.resolve();
  return {
    port: socket.address().port,
    send: async (timeMs, timeoutMs = 500) => {
      await gap;
      const initiation = makeInitiation(initiator, timeMs, index++);
      try {
        return await new Promise<boolean>((resolve) => {
          const timer = setTimeout(() => resolve(false), timeoutMs);
          socket.on('message', (message: Buffer) => {
            if (!initiation.isAnswer(message)) return;
            clearTimeout(timer);
            resolve(true);
          });
          socket.send(initiation.message, responderPort, '127.0.0.1');
        });
      } finally {
        socket.removeAllListeners('message');
        gap = delay(leastGapMs);
      }
    },
    close: () => socket.close(),
  };
}
