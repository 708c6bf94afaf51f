/**
 * Loaded into an agent before its own code (`NODE_OPTIONS=--import=…`): every operation that it does to files,
 * programs and BIRD becomes a point, at which the agent can be killed or the operation made to fail.
 */
import children, { type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import files, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { failedChild, failedSocket, systemError } from './failure.ts';
import { isHeld, isPaused, isStuck, point } from './points.ts';

type Call = (this: unknown, ...args: unknown[]) => Promise<unknown>;

Error.stackTraceLimit = 100;

/** Replaces a method by one that is a point. */
function tap(
  owner: object,
  name: string,
  kind: 'file' | 'handle',
  nameOf: (self: unknown, args: unknown[]) => string,
): void {
  const real = Reflect.get(owner, name) as Call;
  const tapped: Call = async function (...args) {
    while (isHeld(name) || isStuck()) await delay(20);
    const { failure, ended, isSwallowed, isPause } = point(kind, nameOf(this, args));
    if (isSwallowed === true) return undefined;
    // An open file that cannot be closed is closed all the same (close(2), "dealing with error returns").
    if (failure === undefined || name === 'close') {
      const result = await real.apply(this, args);
      if (failure === undefined) {
        while (isPause === true && isPaused()) await delay(20);
        ended();
        return result;
      }
    }
    throw systemError(failure, name, typeof args[0] === 'string' ? args[0] : undefined);
  };
  Object.defineProperty(owner, name, { value: tapped, writable: true, configurable: true, enumerable: true });
}

const shortened = (value: unknown) =>
  String(value)
    .replace(/\/var\/lib\/towline\//, '')
    .replace(/[0-9a-f]{64}/g, (digest) => digest.slice(0, 8))
    .replace(/\.[0-9a-f]{12}\.tmp/, '.tmp');
const states = new Map<string, string>();
let written = 'confirmed';
const paths = new WeakMap<object, string>();

const pathOperations = [
  'open',
  'rename',
  'rm',
  'rmdir',
  'symlink',
  'unlink',
  'mkdir',
  'readFile',
  'readdir',
  'readlink',
  'writeFile',
  'chmod',
  'lstat',
  'stat',
  'statfs',
  'realpath',
  'link',
  'copyFile',
  'truncate',
  'access',
  'utimes',
];
const handleOperations = [
  'chmod',
  'writeFile',
  'sync',
  'datasync',
  'read',
  'readFile',
  'write',
  'stat',
  'truncate',
];

const prototype = Object.getPrototypeOf(await files.open('/dev/null')) as FileHandle;
const realOpen = files.open;
// Also remembers which file it is that a handle belongs to.
files.open = async (path, ...rest) => {
  const handle = await realOpen(path, ...rest);
  paths.set(handle, String(path));
  // Each handle has a close of its own.
  tap(handle, 'close', 'handle', () => `close ${shortened(path)}`);
  return handle;
};
for (const name of handleOperations) {
  tap(prototype, name, 'handle', (self, args) => {
    const path = paths.get(self as object) ?? '';
    const state = /"state": "(\w+)"/.exec(String(args[0]))?.[1];
    if (name === 'writeFile' && path.includes('journal.json') && state !== undefined) states.set(path, state);
    return `${name} ${shortened(path)}`;
  });
}
for (const name of pathOperations) {
  tap(files, name, 'file', (_self, args) => {
    const [from, to] = args.map(String);
    // The one that makes a state of the journal the one that is on the disk.
    const state = name === 'rename' && to?.endsWith('/journal.json') ? states.get(from ?? '') : undefined;
    if (state !== undefined && state !== written) {
      written = state;
      return `journal ${state}`;
    }
    return [name, ...args.filter((arg) => typeof arg === 'string').map(shortened)].join(' ');
  });
}

const realSpawn = children.spawn as (command: string, args: string[], options: object) => ChildProcess;
children.spawn = ((command: string, args: string[], options: object) => {
  const { failure, ended } = point('command', [command, ...args].map(shortened).join(' '));
  if (failure !== undefined)
    return failedChild(realSpawn as typeof children.spawn, failure, command, options);
  const child = realSpawn(command, args, options);
  child.prependOnceListener('exit', ended);
  return child;
}) as typeof children.spawn;

const realConnect = net.connect as unknown as (...args: unknown[]) => net.Socket;
net.connect = ((...args: unknown[]) => {
  const [path] = args;
  if (typeof path !== 'string') return realConnect(...args);
  const { failure, ended } = point('bird', 'bird');
  if (failure !== undefined) return failedSocket(failure, path);
  const socket = realConnect(path);
  const write = socket.write.bind(socket) as (text: string) => boolean;
  // What was asked is known by then; the answer is dropped with the process.
  socket.write = ((text: string) => {
    if (ended !== undefined) socket.prependOnceListener('data', ended);
    return write(text);
  }) as typeof socket.write;
  return socket;
}) as typeof net.connect;

// Keys are handed to commands through a file in memory that has no name.
for (const name of ['openSync', 'writeSync', 'unlinkSync'] as const) {
  const real = fs[name] as (...args: unknown[]) => unknown;
  const tapped = (...args: unknown[]) => {
    const { failure, ended } = point(
      'file',
      `${name} ${name === 'writeSync' ? '' : shortened(args[0]).replace(/\.towline-\w+/, '.towline-x')}`.trim(),
    );
    if (failure !== undefined) throw systemError(failure, name.replace('Sync', ''));
    const result = real(...args);
    ended();
    return result;
  };
  Object.defineProperty(fs, name, { value: tapped, writable: true, configurable: true, enumerable: true });
}

syncBuiltinESMExports();
