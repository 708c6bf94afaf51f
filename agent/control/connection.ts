import type { Server, Socket } from 'node:net';
import { TowlineError } from '../../shared/errors.ts';
import { type ControlRequest, errorLine, mostRequestBytes, parseRequest, resultLine } from './protocol.ts';

/** Does what was asked; resolves to what JSON can say of it. */
export type Handle = (request: Exclude<ControlRequest, { do: 'pid' }>) => Promise<unknown>;

/** Time in milliseconds that a request has to arrive. */
const patienceMs = 5000;

/** Answers the connections of a server, one request each; gives the set of those that are open. */
export function answerConnection(server: Server, handle: Handle): ReadonlySet<Socket> {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    // Who asks may be gone before the answer.
    socket.on('error', () => socket.destroy());
    void readLine(socket)
      .then((line) => answer(parseRequest(line), handle))
      .then(resultLine, errorLine)
      .then((line) => {
        socket.end(line);
        setTimeout(() => socket.destroy(), patienceMs).unref();
      });
  });
  return open;
}

async function answer(request: ControlRequest, handle: Handle): Promise<unknown> {
  return request.do === 'pid' ? { pid: process.pid } : handle(request);
}

/** The first line that arrives. Throws `invalid` for one that is too long, ends early, or takes too long. */
function readLine(socket: Socket): Promise<string> {
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
      if (end === -1 && text.length <= mostRequestBytes) return;
      if (end === -1 || end > mostRequestBytes)
        return fail(`a request has at most ${mostRequestBytes} bytes`);
      clearTimeout(timer);
      socket.removeAllListeners('data');
      socket.resume();
      resolve(text.slice(0, end));
    });
  });
}
