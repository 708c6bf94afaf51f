import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InventoryError } from '../../controller/inventory/problems.ts';
import { baseFiles, changed } from './broken/base.ts';
import { brokenInventories } from './broken/cases.ts';
import { compileAll, inventory, settle } from './fixture.ts';

const base = settle(inventory(baseFiles));

test('the inventory that all broken ones begin with is in order', async () => {
  assert.equal((await compileAll(base)).nodes.length, 4);
});

test('there are at least sixty broken inventories, each with a fault of its own', () => {
  assert.ok(brokenInventories.length >= 60);
  for (const key of ['name', 'error'] as const) {
    const all = brokenInventories.map((broken) => broken[key]);
    assert.deepEqual(
      all.filter((value, index) => all.indexOf(value) !== index),
      [],
    );
  }
});

for (const { name, files, error } of brokenInventories) {
  test(`refused with file, line, key and what to do: ${name}`, async () => {
    const tree = new Map(base);
    for (const [path, change] of Object.entries(files)) {
      const text = changed(tree.get(path), change)?.toString('utf8');
      if (text === undefined) tree.delete(path);
      else tree.set(path, text);
    }
    await assert.rejects(
      async () => compileAll(tree),
      (thrown: unknown) => {
        assert.ok(thrown instanceof InventoryError, String(thrown));
        assert.equal(thrown.message, error);
        return true;
      },
    );
  });
}
