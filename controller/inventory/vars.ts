import * as z from 'zod';
import { show } from './found.ts';
import { isTable } from './merge.ts';

/** Tables within tables that a template could still be meant to read. */
const deepest = 32;

/**
 * The admin's own values, as plain ones: dates become the text that they were written as, since printing a date
 * would depend on the machine's time zone.
 */
export const vars = z
  .custom<Record<string, unknown>>(isTable, {
    error: ({ input }) => `${show(input)} is no table, expected [vars]`,
  })
  .transform((found, context) => {
    const refuse = (path: readonly (string | number)[], message: string) => {
      context.addIssue({ code: 'custom', path: [...path], message });
      return undefined;
    };
    return plain(found, [], refuse) as Record<string, unknown>;
  });

type Refuse = (path: readonly (string | number)[], message: string) => undefined;

function plain(value: unknown, path: readonly (string | number)[], refuse: Refuse): unknown {
  if (path.length > deepest) return refuse(path.slice(0, 1), `nested more than ${deepest} levels deep`);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return refuse(path, `${show(value)} is no number that a template could print`);
  }
  if (Array.isArray(value)) return value.map((element, index) => plain(element, [...path, index], refuse));
  if (!isTable(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, plain(inner, [...path, key], refuse)]),
  );
}
