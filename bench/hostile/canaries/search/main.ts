/** Looks for secrets on the machine that it runs on: files, git repositories, memory of processes; prints where. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, lstatSync, readdirSync, readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Finder } from '../forms.ts';
import { memoryOf } from '../memory.ts';
import { type Found, searchSchema } from './order.ts';

const search = searchSchema.parse(JSON.parse(await text(process.stdin)));
const finder = new Finder(
  search.needles.map(({ name, forms }) => ({ name, forms: forms.map((form) => Buffer.from(form, 'hex')) })),
);
const found: Found['found'] = [];
let bytes = 0;

function look(part: Buffer, where: string, seen: Set<string>): void {
  bytes += part.length;
  for (const name of finder.find(part)) {
    if (!seen.has(name)) found.push({ name, where });
    seen.add(name);
  }
}

async function lookThrough(stream: Readable, where: string): Promise<void> {
  const seen = new Set<string>();
  let last = Buffer.alloc(0);
  for await (const chunk of stream) {
    const part = Buffer.concat([last, chunk as Buffer]);
    look(part, where, seen);
    last = part.subarray(Math.max(0, part.length - finder.longest + 1));
  }
}

async function lookAtPath(path: string): Promise<void> {
  if (search.without.includes(path)) return;
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status?.isDirectory()) for (const name of readdirSync(path)) await lookAtPath(`${path}/${name}`);
  else if (status?.isFile()) await lookThrough(createReadStream(path), path);
}

for (const path of search.paths) await lookAtPath(path);
for (const repository of search.repositories) {
  const options = ['-c', 'safe.directory=*', '-C', repository];
  const git = spawn('git', [...options, 'cat-file', '--batch-all-objects', '--batch'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(git, 'exit');
  await lookThrough(git.stdout, repository);
  const [code] = await ended;
  if (code !== 0) throw new Error(`git in ${repository} ended with ${code}`);
}
if (search.processes) {
  // This one has the needles, and those that started it.
  const own = [process.pid, process.ppid];
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 1 && !own.includes(pid));
  for (const pid of pids) {
    const seen = new Set<string>();
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      look(Buffer.from(command), `arguments of ${pid}`, seen);
      for (const part of memoryOf(pid, finder.longest - 1))
        look(part, `memory of ${command.slice(0, 80)}`, seen);
    } catch (error) {
      if (!['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? ''))
        throw error;
    }
  }
}
process.stdout.write(`${JSON.stringify({ found, bytes })}\n`);
