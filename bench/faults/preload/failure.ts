import { ChildProcess, type spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { constants } from 'node:os';
import { Duplex } from 'node:stream';
import { getSystemErrorMap } from 'node:util';
import { type Failure, plantVariable } from './instruction.ts';

/** Stands in every failure that has a text of its own. */
const failureText = 'injected fault';

/** An error as Node makes them: `EIO: i/o error, open '/x'`. */
export function systemError(code: string, call: string, path?: string): NodeJS.ErrnoException {
  const number = -(constants.errno[code as keyof typeof constants.errno] ?? 5);
  const text = getSystemErrorMap().get(number)?.[1] ?? 'unknown error';
  const where = path === undefined ? '' : ` '${path}'`;
  // One that says nothing cannot be reported.
  const message = process.env[plantVariable] === 'unreported' ? '' : `${code}: ${text}, ${call}${where}`;
  return Object.assign(new Error(message), { code, errno: number, syscall: call });
}

/** A program that could not be started (EAGAIN), or said something and failed. */
export function failedChild(
  real: typeof spawn,
  failure: Failure,
  command: string,
  options: object,
): ChildProcess {
  if (failure !== 'EAGAIN') {
    return real('/bin/sh', ['-c', `echo '${failureText}' >&2; exit 1`], options);
  }
  const child = new ChildProcess();
  process.nextTick(() => child.emit('error', systemError('EAGAIN', `spawn ${command}`)));
  return child;
}

/** A control socket that nobody listens on, that is closed at once, or whose BIRD takes nothing (code 8002). */
export function failedSocket(failure: Failure, path: string): Socket {
  if (failure === 'refusal') return refusingBird();
  const socket = new Socket();
  process.nextTick(() => {
    if (failure === 'refused') socket.destroy(systemError('ECONNREFUSED', 'connect', path));
    else socket.emit('end');
  });
  return socket;
}

function refusingBird(): Socket {
  const bird = new Duplex({
    read: () => {},
    write: (_chunk, _encoding, done) => {
      bird.push(`8002 /x.conf:1:1 ${failureText}\n`);
      done();
    },
  });
  bird.push('0001 BIRD ready.\n');
  return Object.assign(bird, { setTimeout: () => bird }) as unknown as Socket;
}
