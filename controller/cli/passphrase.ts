import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { TowlineError } from '../../shared/errors.ts';
import { readText } from '../../shared/os/read-text.ts';
import { UsageError } from './exit-codes.ts';
import type { Io } from './io.ts';

/** A file that can be guessed at for years, with all keys of a network in it, takes more than a word. */
const leastCharacters = 12;
const mostBytes = 4_096;

/** A new passphrase: of a file (`-` is standard input), or typed twice. Throws UsageError, `invalid`, `failed`. */
export async function newPassphrase(io: Io, file: string | undefined): Promise<string> {
  const passphrase =
    file === undefined ? await typed(io, 'Passphrase for the backup: ') : await readSecretFile(io, file);
  if ([...passphrase].length < leastCharacters)
    throw new TowlineError(
      'invalid',
      `the passphrase has fewer than ${leastCharacters} characters: take a longer one`,
    );
  if (file === undefined && (await typed(io, 'The same again: ')) !== passphrase)
    throw new TowlineError('invalid', 'these were two different passphrases: repeat');
  return passphrase;
}

/** The passphrase of a backup that is there. Throws UsageError, `invalid`, `failed`. */
export async function knownPassphrase(io: Io, file: string | undefined): Promise<string> {
  return file === undefined ? typed(io, 'Passphrase of the backup: ') : readSecretFile(io, file);
}

async function typed(io: Io, question: string): Promise<string> {
  if (io.askSecret === undefined)
    throw new UsageError(
      'no terminal to ask for the passphrase: give a file that has it with --passphrase-file',
    );
  const answer = await io.askSecret(question);
  if (answer === '') throw new TowlineError('invalid', 'no passphrase was typed: nothing was done');
  return answer;
}

/** The text of a file that others may not read, `-` for standard input, without the end of its line. */
export async function readSecretFile(io: Io, file: string): Promise<string> {
  if (file === '-') return secretOf(io.input ?? [], 'standard input');
  const found = await stat(file).catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === 'ENOENT' ? 'is not there' : `cannot be read: ${cause.code}`;
    throw new TowlineError('failed', `${file} ${reason}`, { cause });
  });
  if (found.isFile() && (found.mode & 0o007) !== 0)
    throw new TowlineError(
      'failed',
      `${file} can be read by others: 'chmod 600 ${file}', and think of another secret`,
    );
  return secretOf(createReadStream(file), file);
}

async function secretOf(stream: Readable | Iterable<never>, name: string): Promise<string> {
  const text = (await readText(stream, name, mostBytes)).replace(/\r?\n$/, '');
  if (text === '') throw new TowlineError('invalid', `${name} is empty`);
  return text;
}
