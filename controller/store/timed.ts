import type Database from 'better-sqlite3';

/** Told what kind of operation ended, and how many seconds it took. */
export type ObserveDatabase = (operation: 'read' | 'write' | 'transaction', tookS: number) => void;

/** Has each statement that is prepared from now on say what it took. */
export function timeStatements(db: Database.Database, observe: ObserveDatabase): void {
  const prepare = db.prepare.bind(db);
  // The statements of SQLite's own transactions are not among them: see `timed`.
  db.prepare = ((source: string) => {
    const statement = prepare(source);
    const operation = statement.readonly ? 'read' : 'write';
    for (const name of ['run', 'get', 'all'] as const) {
      const method = statement[name].bind(statement) as (...args: unknown[]) => unknown;
      Object.defineProperty(statement, name, {
        value: (...args: unknown[]) => timed(() => method(...args), observe, operation),
      });
    }
    return statement;
  }) as typeof db.prepare;
}

/** What a piece of work gives, having said what it took, also where it throws. */
export function timed<T>(
  work: () => T,
  observe: ObserveDatabase,
  operation: Parameters<ObserveDatabase>[0],
): T {
  const begun = performance.now();
  try {
    return work();
  } finally {
    observe(operation, (performance.now() - begun) / 1000);
  }
}
