/**
 * Compares two versions as Debian does (deb-version(7), without epochs): negative if `a` comes before `b`. What follows a
 * `~` comes before what ends there: `0.1.0~git2026` before `0.1.0`. Pure.
 */
export function compareDebianVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [text = '', digits = '0'] = left[i] ?? [];
    const [otherText = '', otherDigits = '0'] = right[i] ?? [];
    const difference = compareText(text, otherText) || compareNumbers(digits, otherDigits);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** What is no digit, and the digits after it, in turn. */
function partsOf(version: string): (readonly [string, string])[] {
  return [...version.matchAll(/(\D*)(\d*)/g)].map(([, text = '', digits = '']) => [text, digits] as const);
}

function compareText(a: string, b: string): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = rank(a[i]) - rank(b[i]);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `~`, the end, letters, all others. */
function rank(character: string | undefined): number {
  if (character === undefined) return 0;
  if (character === '~') return -1;
  const code = character.charCodeAt(0);
  return /[A-Za-z]/.test(character) ? code : code + 0x10000;
}

function compareNumbers(a: string, b: string): number {
  const difference = BigInt(a === '' ? '0' : a) - BigInt(b === '' ? '0' : b);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}
