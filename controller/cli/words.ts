/** Commands whose arguments are all another program's. */
export const passedOn: readonly string[] = ['git', 'ansible'];

/** A command line for commander: what follows such a command behind a `--`, so that commander leaves it alone. */
export function forOthers(argv: readonly string[]): string[] {
  const at = commandIndex(argv);
  if (at === undefined || !passedOn.includes(argv[at] ?? '')) return [...argv];
  return [...argv.slice(0, at + 1), '--', ...argv.slice(at + 1)];
}

/** The first word of a command line, that is the command; undefined if there is none. */
export function commandOf(argv: readonly string[]): string | undefined {
  const at = commandIndex(argv);
  return at === undefined ? undefined : argv[at];
}

const optionsWithValue = ['--config', '--socket'];

/** Where the command of a command line is; undefined if there is none. */
export function commandIndex(argv: readonly string[]): number | undefined {
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (!word.startsWith('-')) return at;
    if (optionsWithValue.includes(word)) at++;
  }
  return undefined;
}
