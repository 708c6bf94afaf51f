import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readSourceTree } from '../../controller/inventory/source.ts';

describe('the work tree', () => {
  const dir = mkdtempSync(join(tmpdir(), 'towline-source-'));
  after(() => rmSync(dir, { recursive: true, force: true }));
  const put = (path: string, text = path) => {
    mkdirSync(join(dir, dirname(path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };

  it('is read without what is hidden and anything that is no TOML or template', async () => {
    for (const path of ['network.toml', 'sites/a/b/node.toml', 'templates/bird/x.njk', 'README.md'])
      put(path);
    for (const path of ['.git/config.toml', 'sites/.idea/x.toml', 'sites/a/.#site.toml']) put(path);
    symlinkSync('/etc/hostname', join(dir, 'README'));
    const tree = await readSourceTree(dir);
    assert.deepEqual([...tree.keys()], ['network.toml', 'sites/a/b/node.toml', 'templates/bird/x.njk']);
    assert.equal(tree.get('sites/a/b/node.toml'), 'sites/a/b/node.toml');
  });

  it('is read while files and folders come and go', async () => {
    put('sites/stays/site.toml', 'stays');
    let going = true;
    const churn = (async () => {
      while (going) {
        for (let i = 0; i < 20; i++) put(`sites/s${i}/n/node.toml`, 'goes');
        await new Promise((resolve) => setImmediate(resolve));
        for (let i = 0; i < 20; i++) rmSync(join(dir, `sites/s${i}`), { recursive: true });
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    try {
      for (let i = 0; i < 100; i++) {
        assert.equal((await readSourceTree(dir)).get('sites/stays/site.toml'), 'stays');
      }
    } finally {
      going = false;
      await churn;
    }
  });

  it('that is not there is named, with the way out', async () => {
    const gone = join(dir, 'gone');
    await assert.rejects(readSourceTree(gone), /gone is not there: 'towline init' makes the work tree again/);
  });
});
