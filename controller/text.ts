/** `a, b, c and 4 more`: at most `most` names, and how many are left out. */
export function listed(names: readonly string[], most = 5): string {
  if (names.length <= most + 1) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** `1 link`, `2 links`. */
export function counted(count: number, what: string, plural = `${what}s`): string {
  return `${count} ${count === 1 ? what : plural}`;
}

/** What was said before and now, `(none)` where it was not or is no more. */
export function fromTo(before: string | undefined, now: string | undefined): string {
  return `${before ?? '(none)'} → ${now ?? '(none)'}`;
}
