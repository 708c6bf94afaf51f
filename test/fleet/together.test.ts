import assert from 'node:assert/strict';
import { test } from 'node:test';
import Database from 'better-sqlite3';
import { createTogether } from '../../controller/store/group-commit.ts';

function open() {
  const db = new Database(':memory:');
  db.exec('CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT');
  let transactions = 0;
  let flush: () => void = () => assert.fail('nothing waits');
  const together = createTogether(
    (work) => {
      if (!db.inTransaction) transactions++;
      return db.transaction(work)();
    },
    (soon) => {
      flush = soon;
    },
  );
  const insert = (n: number) => together(() => db.prepare('INSERT INTO t VALUES (?)').run(n).changes);
  const rows = () => db.prepare('SELECT n FROM t ORDER BY n').pluck().all();
  return { db, together, insert, rows, flush: () => flush(), transactions: () => transactions };
}

test('what is written at one time is one transaction, and nobody is told before it is over', async () => {
  const { insert, rows, flush, transactions } = open();
  const told: number[] = [];
  const all = [1, 2, 3].map((n) => insert(n).then((changes) => told.push(changes)));
  assert.deepEqual(rows(), []);
  flush();
  assert.deepEqual(rows(), [1, 2, 3]);
  assert.deepEqual(told, []);
  await Promise.all(all);
  assert.deepEqual(told, [1, 1, 1]);
  assert.equal(transactions(), 1);
  const later = insert(4);
  flush();
  await later;
  assert.equal(transactions(), 2);
});

test('a piece that fails is taken back, and no other', async () => {
  const { db, together, insert, rows, flush } = open();
  const outcomes = Promise.allSettled([
    insert(1),
    together(() => {
      db.prepare('INSERT INTO t VALUES (2)').run();
      throw new Error('no');
    }),
    insert(1),
    insert(3),
  ]);
  flush();
  assert.deepEqual(
    (await outcomes).map(({ status }) => status),
    ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
  );
  assert.deepEqual(rows(), [1, 3]);
});

test('where the transaction itself fails, all are told', async () => {
  const { db, insert, flush } = open();
  const outcomes = Promise.allSettled([insert(1), insert(2)]);
  db.close();
  flush();
  assert.deepEqual(
    (await outcomes).map(({ status }) => status),
    ['rejected', 'rejected'],
  );
});
