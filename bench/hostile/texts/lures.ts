/** What hostile texts aim at. Whatever comes of one of them is found, and told from the others, by its number. */
export interface Lures {
  /** Folder in which a command that was run has made a file. */
  readonly ran: string;
  /** Folder in which nothing is to be made, by its absolute path. */
  readonly away: string;
  /** A file with a secret, which nobody is to read. */
  readonly secret: string;
}

/** In the name of every file that a hostile text is to make, so that it is known wherever it turns up. */
export const mark = 'tl-canary';

/** What is in the file with the secret: BIRD and a shell could read it without an error. */
export const secretText = '# tl-secret-7d1f';
