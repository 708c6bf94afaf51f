import { TowlineError } from '../../shared/errors.ts';

export const ownAuthor = 'towline <towline@localhost>';

/** An author as git takes it. Throws `invalid`. */
export function checkedAuthor(author: string): string {
  if (author === '') return ownAuthor;
  if (/^[^<>\p{Cc}]{1,200} <[^<>\p{Cc}]{0,200}>$/u.test(author)) return author;
  throw new TowlineError('invalid', `${JSON.stringify(author)} is no author, expected "Name <address>"`);
}

/** A message that says something. Throws `invalid`. */
export function checkedMessage(message: string): string {
  const text = message.trim();
  if (text !== '' && text.length <= 10_000 && !text.includes('\0')) return text;
  throw new TowlineError(
    'invalid',
    'a commit needs a message of 1 to 10000 characters: -m "what changes and why"',
  );
}
