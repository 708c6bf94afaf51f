import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { askSecret } from './ask-secret.ts';
import { type Io, mayColour, type RunThrough } from './io.ts';

/** The process's own streams and environment. */
export function processIo(): Io {
  // A pager that was left early is no error of ours; the code is the one of a program that SIGPIPE ends.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(128 + constants.signals.SIGPIPE);
    throw error;
  });
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    env: process.env,
    colour: mayColour(process.env, process.stdout.isTTY === true),
    outIsTerminal: process.stdout.isTTY === true,
    errIsTerminal: process.stderr.isTTY === true,
    ...(process.stdin.isTTY === true ? { ask, askSecret: askHidden } : {}),
    input: process.stdin,
    ...(process.stdout.isTTY === true ? {} : { output: process.stdout }),
    runThrough,
  };
}

const askHidden = (question: string) =>
  askSecret(process.stdin, (text) => void process.stderr.write(text), question);

async function ask(question: string): Promise<string> {
  // On standard error: standard output may go to a file.
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await Promise.race([
      lines.question(question),
      new Promise<string>((resolve) =>
        lines.once('close', () => {
          // Ctrl-D and Ctrl-C leave the cursor behind the question.
          process.stderr.write('\n');
          resolve('');
        }),
      ),
    ]);
  } finally {
    lines.removeAllListeners('close');
    lines.close();
  }
}

const runThrough: RunThrough = (program, args, { cwd, env }) =>
  new Promise((resolve, reject) => {
    // Ctrl-C goes to the program as well, which knows better what to do with it, for example its pager.
    const ignore = () => undefined;
    process.on('SIGINT', ignore);
    const done = () => process.off('SIGINT', ignore);
    const child = spawn(program, args, { cwd, env: { ...env }, stdio: 'inherit' });
    child.once('error', (error) => {
      done();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      done();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
