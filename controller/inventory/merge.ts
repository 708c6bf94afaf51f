/** Tables merge key by key, arrays and scalars replace; the later argument wins. */
export function merge(...tables: readonly Readonly<Record<string, unknown>>[]): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  for (const table of tables) {
    for (const [key, value] of Object.entries(table)) {
      if (value === undefined) continue;
      const before = Object.hasOwn(merged, key) ? merged[key] : undefined;
      merged[key] = isTable(before) && isTable(value) ? merge(before, value) : value;
    }
  }
  return merged;
}

/** Whether a value is a table, as opposed to a scalar, an array or a date. */
export function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
