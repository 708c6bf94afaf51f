import { connect } from 'node:net';
import { messageOf, TowlineError } from '../../shared/errors.ts';
import { type BirdReply, ReplyReader } from './reply.ts';

/** Sends one command to BIRD's control socket; throws `unavailable` if nobody answers there. */
export type BirdSocket = (command: string) => Promise<BirdReply>;

const timeoutMs = 10_000;

/** A port to the control socket at `path`; each command has a connection of its own. */
export function birdSocket(path: string): BirdSocket {
  return (command) =>
    new Promise((resolve, reject) => {
      const reader = new ReplyReader();
      const socket = connect(path);
      let isGreeted = false;
      const fail = (error: unknown) => {
        socket.destroy();
        reject(
          error instanceof TowlineError
            ? error
            : new TowlineError('unavailable', `BIRD does not answer at ${path}: ${messageOf(error)}`, {
                cause: error,
              }),
        );
      };
      socket.setEncoding('utf8');
      socket.setTimeout(timeoutMs, () => fail(new Error(`no answer within ${timeoutMs} ms`)));
      socket.once('error', fail);
      socket.once('end', () => fail(new Error('it closed the connection')));
      socket.on('data', (text: string) => {
        try {
          for (const reply of reader.push(text)) {
            if (isGreeted) {
              socket.destroy();
              resolve(reply);
              return;
            }
            isGreeted = true;
            socket.write(`${command}\n`);
          }
        } catch (error) {
          fail(error);
        }
      });
    });
}
