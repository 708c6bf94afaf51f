import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fastImport } from '../../controller/git/fast-import.ts';
import { openRendered } from '../../controller/git/rendered.ts';
import { gitIn } from '../../controller/git/repository.ts';
import { openStore, type Store } from '../../controller/store/store.ts';
import { sha256 } from '../../shared/crypto/sha256.ts';
import { manifestCodec } from '../../shared/rpc/codec.ts';

const releases = 230;

describe('rendered.git', () => {
  let dir: string;
  let store: Store;
  const at = (name: string) => join(dir, name);
  const empty = Buffer.alloc(0);
  /** A release of one node with a file that changes each time, and one that is there every other time. */
  const release = (number: number) => {
    const texts = {
      'bird/a.conf': `release ${number}\n`,
      ...(number % 2 ? { 'bird/odd.conf': 'odd\n' } : {}),
    };
    store.releases.insert({
      created: number * 1_000,
      message: `r${number}`,
      author: 'a <a@b>',
      inventoryCommit: 'c',
    });
    const files = Object.entries(texts).map(([path, text]) => {
      store.blobs.put(sha256(Buffer.from(text)), Buffer.from(text));
      return { path, sha256: sha256(Buffer.from(text)), length: text.length, mode: 0o600 };
    });
    const digest = sha256(Buffer.from(`bundle ${number}`));
    const manifest = manifestCodec.encode({
      ...{
        networkId: 'n',
        nodeId: 1,
        nodeName: 'berlin',
        epoch: 1,
        release: number,
        bundleDigest: digest,
        files,
      },
      ...{ previousBundleDigest: empty, secrets: [], sealedSecrets: empty, confirmWindowS: 60 },
    });
    const content = { digest, manifest, signature: empty, sealingKey: empty };
    store.bundles.insert({ nodeId: 1, release: number, nodeName: 'berlin', content, peers: [] });
  };
  const refs = (name: string) => gitIn(at(name))('for-each-ref', '--format=%(refname) %(objectname)');
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'towline-rendered-'));
    store = openStore(at('controller.db'));
    store.transaction(() => {
      for (let number = 1; number <= releases; number++) release(number);
    });
  });
  after(() => {
    store.close();
    rmSync(dir, { recursive: true });
  });

  it('is made anew of hundreds of releases by a few calls of git, and goes on where one was killed', async () => {
    const calls: number[] = [];
    const write: typeof fastImport = (repository, commits) => {
      calls.push(commits.length);
      if (calls.length === 2) return Promise.reject(new Error('killed'));
      return fastImport(repository, commits);
    };
    const rendered = openRendered(at('rendered.git'), store, write);
    await assert.rejects(rendered.catchUp(), /killed/);
    assert.deepEqual(
      await rendered.catchUp(),
      Array.from({ length: releases - 100 }, (_, index) => index + 101),
    );
    assert.deepEqual(calls, [100, 100, 100, 30]);
    const git = gitIn(at('rendered.git'));
    assert.equal((await git('rev-list', '--count', 'main')).trim(), String(releases));
    assert.equal(await git('show', 'v199:berlin/bird/a.conf'), 'release 199\n');
    assert.equal((await git('ls-tree', '-r', '--name-only', 'v200')).trim(), 'berlin/bird/a.conf');
    assert.equal(await git('rev-parse', 'v230^{commit}'), await git('rev-parse', 'main'));
  });

  it('is the same, to the last bit, where each release was written by itself', async () => {
    const few = Array.from({ length: 12 }, (_, index) => index + 1);
    const early = { ...store, releases: { ...store.releases, numbers: () => few, newest: () => 12 } };
    const single = openRendered(at('single.git'), early, async (repository, commits) => {
      for (const [index, commit] of commits.entries()) {
        const { parent, ...rest } = commit;
        const before = commits[index - 1]?.refs.at(-1);
        const from = parent?.startsWith(':') ? `${before}^0` : parent;
        await fastImport(repository, [{ ...rest, ...(from === undefined ? {} : { parent: from }) }]);
      }
    });
    await single.catchUp();
    const all = (await refs('rendered.git')).split('\n');
    const tags = (await refs('single.git')).split('\n').filter((line) => line.startsWith('refs/tags/'));
    assert.equal(tags.length, 12);
    for (const tag of tags) assert.ok(all.includes(tag), tag);
  });

  it('has a release whose tag was lost again, and its branch where it was', async () => {
    const before = await refs('rendered.git');
    await gitIn(at('rendered.git'))('update-ref', '-d', 'refs/tags/v7');
    await gitIn(at('rendered.git'))('update-ref', '-d', 'refs/tags/v8');
    assert.deepEqual(await openRendered(at('rendered.git'), store).catchUp(), [7, 8]);
    assert.equal(await refs('rendered.git'), before);
  });
});
