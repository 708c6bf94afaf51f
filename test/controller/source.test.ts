import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createSourceReader, readSourceTree } from '../../controller/inventory/source.ts';

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

describe('the work tree read again and again', () => {
  const dir = mkdtempSync(join(tmpdir(), 'towline-again-'));
  const long = new Date(Date.now() - 3_600_000);
  /** Writes a file as if it had been there for an hour. */
  const old = (path: string, text: string) => {
    mkdirSync(join(dir, dirname(path)), { recursive: true });
    writeFileSync(join(dir, path), text);
    utimesSync(join(dir, path), long, long);
  };
  old('network.toml', 'name = "a"\n');
  old('sites/a/a/node.toml', '# one\n');
  const read = createSourceReader(dir);
  after(() => rmSync(dir, { recursive: true, force: true }));

  it('is the identical tree as long as nothing changes', () => {
    assert.equal(read(), read());
  });

  for (const [what, change] of Object.entries({
    'a file of the same length that was written within the same second': () =>
      writeFileSync(join(dir, 'sites/a/a/node.toml'), '# two\n'),
    'the same once more': () => writeFileSync(join(dir, 'sites/a/a/node.toml'), '# six\n'),
    'a file whose time and length are those of before': () => old('sites/a/a/node.toml', '# ten\n'),
    'a file that another one was renamed over': () => {
      old('new.tmp', '# ren\n');
      renameSync(join(dir, 'new.tmp'), join(dir, 'sites/a/a/node.toml'));
    },
    'a file in a new folder': () => old('sites/b/b/node.toml', ''),
    'a folder that was renamed': () => renameSync(join(dir, 'sites/b'), join(dir, 'sites/c')),
    'a file that went': () => rmSync(join(dir, 'sites/c/b/node.toml')),
    'a folder that went': () => rmSync(join(dir, 'sites/c'), { recursive: true }),
  })) {
    it(`has ${what}`, () => {
      change();
      const fresh = createSourceReader(dir)();
      assert.deepEqual([...read()], [...fresh]);
    });
  }

  it('can be reached by a symbolic link', () => {
    const link = `${dir}.link`;
    symlinkSync(dir, link);
    try {
      const linked = createSourceReader(link);
      assert.deepEqual([...linked()], [...read()]);
      old('sites/d/d/node.toml', '');
      assert.deepEqual([...linked()], [...createSourceReader(dir)()]);
    } finally {
      rmSync(link);
    }
  });
});
