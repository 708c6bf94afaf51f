/**
 * Runs small pieces of work on the database together, one transaction for all that came in one turn of the event loop:
 * the disk is waited for once, not once each. A piece that throws is taken back alone. Resolves, when what it wrote is
 * on the disk, to what it gave.
 */
export type Together = <T>(work: () => T) => Promise<T>;

interface Piece {
  readonly run: () => () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * @param transaction all or nothing; one inside another is a savepoint
 * @param soon calls back once what is ready to be read was read
 */
export function createTogether(
  transaction: <T>(work: () => T) => T,
  soon: (flush: () => void) => void = setImmediate,
): Together {
  let waiting: Piece[] = [];
  const flush = () => {
    const pieces = waiting;
    waiting = [];
    let settle: (() => void)[];
    try {
      settle = transaction(() => pieces.map(({ run, fail }) => attempt(run, fail, transaction)));
    } catch (error) {
      for (const { fail } of pieces) fail(error);
      return;
    }
    for (const done of settle) done();
  };
  return (work) =>
    new Promise((resolve, reject) => {
      waiting.push({
        run: () => {
          const result = work();
          return () => resolve(result);
        },
        fail: reject,
      });
      if (waiting.length === 1) soon(flush);
    });
}

function attempt(run: Piece['run'], fail: Piece['fail'], transaction: <T>(work: () => T) => T): () => void {
  try {
    return transaction(run);
  } catch (error) {
    return () => fail(error);
  }
}
