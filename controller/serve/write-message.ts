import type { ServerWritableStream } from '@grpc/grpc-js';

/**
 * Writes a message and waits until the stream takes the next one: what a slow receiver does not read stays
 * with the caller instead of piling up in memory. Resolves to whether the stream still stands.
 */
export async function writeMessage<Request, Response>(
  call: ServerWritableStream<Request, Response>,
  message: Response,
): Promise<boolean> {
  if (call.cancelled || call.destroyed) return false;
  if (call.write(message)) return true;
  await new Promise<void>((resolve) => {
    const done = () => {
      for (const event of ['drain', 'cancelled', 'close', 'error']) call.off(event, done);
      resolve();
    };
    for (const event of ['drain', 'cancelled', 'close', 'error']) call.on(event, done);
  });
  return !call.cancelled && !call.destroyed;
}
