/** A value as Grafana's unit of that name has it. */
export function formatted(value: number, unit: string | undefined): string {
  switch (unit) {
    case 'percentunit':
      return `${short(100 * value)} %`;
    case 'Bps':
      return stepped(value, 1000, ['B/s', 'kB/s', 'MB/s', 'GB/s']);
    case 'bytes':
      return stepped(value, 1024, ['B', 'KiB', 'MiB', 'GiB']);
    case 's':
      return duration(value);
    case 'celsius':
      return `${short(value)} °C`;
    default:
      return Math.abs(value) >= 10_000 ? stepped(value, 1000, ['', 'k', 'M', 'G']) : short(value);
  }
}

function duration(seconds: number): string {
  const size = Math.abs(seconds);
  if (size === 0) return '0 s';
  if (size < 0.001) return `${short(seconds * 1e6)} µs`;
  if (size < 1) return `${short(seconds * 1000)} ms`;
  if (size < 120) return `${short(seconds)} s`;
  return size < 7_200 ? `${short(seconds / 60)} min` : `${short(seconds / 3_600)} h`;
}

function stepped(value: number, step: number, units: readonly string[]): string {
  let [scaled, unit] = [value, 0];
  while (Math.abs(scaled) >= step && unit < units.length - 1) [scaled, unit] = [scaled / step, unit + 1];
  return `${short(scaled)} ${units[unit]}`.trim();
}

/** Three digits that count. */
function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** The least of 1, 2, 2.5 and 5 with a power of ten that is not below a value, for the end of an axis. */
export function niceMax(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 2.5, 5, 10].map((step) => step * power).find((step) => step >= value * 0.999) ?? value;
}
