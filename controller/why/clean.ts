import type { Examination } from '../../shared/gen/towline/v1/Examination.ts';

/** Longer words of routers are cut, more entries left out. */
const [mostText, mostEntries] = [1000, 512];

/** What a node found, as far as it is not too much: whatever an agent sends, it is bounded from here on. Pure. */
export function bounded(examination: Examination): Examination {
  return bound(examination) as Examination;
}

function bound(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, mostText);
  if (Array.isArray(value)) return value.slice(0, mostEntries).map(bound);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bound(inner)]));
}
