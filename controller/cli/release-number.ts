import { UsageError } from './exit-codes.ts';

/** A release as people write it, `7` or `v7`; nothing is 0. Throws UsageError. */
export function parseRelease(text: string | undefined): number {
  if (text === undefined) return 0;
  const number = Number(/^v?([1-9]\d{0,8})$/.exec(text)?.[1]);
  if (Number.isNaN(number)) {
    throw new UsageError(`${JSON.stringify(text)} is no release, expected its number such as 7 or v7`);
  }
  return number;
}
