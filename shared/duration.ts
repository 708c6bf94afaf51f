const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of a text such as `90s`, `10m`, `2h` or `7d`; undefined if it is none. Pure. */
export function parseDuration(text: string): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,8})([smhd])$/.exec(text) ?? [];
  const ms = unitMs[unit];
  return digits === undefined || ms === undefined ? undefined : Number(digits) * ms;
}
