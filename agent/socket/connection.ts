import type { Server, Socket } from 'node:net';
import { TowlineError } from '../../shared/errors.ts';
import { errorLine, parsedJson, resultLine, type SocketProtocol } from './protocol.ts';

/** Does what was asked; resolves to what JSON can say of it. `gone` is aborted when nobody waits for it any more. */
export type Handle<Request> = (request: Request, gone: AbortSignal) => Promise<unknown>;

/** Time in milliseconds that a request has to arrive. */
const patienceMs = 5000;

/** Answers the connections of a server, one request each; gives the set of those that are open. */
export function answerConnections<Request>(
  server: Server,
  protocol: SocketProtocol<Request>,
  handle: Handle<Request>,
): ReadonlySet<Socket> {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    const gone = new AbortController();
    open.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      gone.abort();
    });
    // Nobody closes one half and waits: who asks is gone, maybe before the answer.
    socket.once('end', () => gone.abort());
    socket.on('error', () => socket.destroy());
    void readLine(socket, protocol.mostRequestBytes)
      .then((line) => {
        const request = parsedJson(line);
        return isPidRequest(request) ? { pid: process.pid } : handle(protocol.parse(request), gone.signal);
      })
      .then(resultLine, errorLine)
      .then((line) => {
        socket.end(line);
        setTimeout(() => socket.destroy(), patienceMs).unref();
      });
  });
  return open;
}

function isPidRequest(request: unknown): boolean {
  return JSON.stringify(request) === '{"do":"pid"}';
}

/** The first line that arrives. Throws `invalid` for one that is too long, ends early, or takes too long. */
function readLine(socket: Socket, mostBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const fail = (what: string) => {
      clearTimeout(timer);
      socket.removeAllListeners('data');
      socket.resume();
      reject(new TowlineError('invalid', what));
    };
    const timer = setTimeout(() => fail(`no request within ${patienceMs / 1000} s`), patienceMs);
    socket.setEncoding('utf8');
    socket.once('end', () => fail('the request is not a whole line'));
    socket.once('close', () => fail('the connection is closed'));
    socket.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end === -1 && text.length <= mostBytes) return;
      if (end === -1 || end > mostBytes) return fail(`a request has at most ${mostBytes} bytes`);
      clearTimeout(timer);
      socket.removeAllListeners('data');
      socket.resume();
      resolve(text.slice(0, end));
    });
  });
}
