import assert from 'node:assert/strict';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { followed, type Place, place, refused, works } from './inventory-place.ts';

describe('a work tree in an odd state', () => {
  const states: [string, (at: Place) => Promise<unknown>, RegExp][] = [
    [
      'at a detached commit',
      ({ git, tree }) => git(tree, 'checkout', '--quiet', '--detach'),
      /network is at a detached commit: run 'git switch main' there\n$/,
    ],
    [
      'at another branch',
      ({ git, tree }) => git(tree, 'switch', '--quiet', '--create', 'idea'),
      /network is at branch idea: run 'git switch main' there\n$/,
    ],
  ];
  for (const [what, make, message] of states) {
    it(`${what} is refused until it is back`, async () => {
      await make(place);
      followed(await refused(message));
      await works();
    });
  }

  const conflict = async () => {
    await place.push('# theirs');
    place.put(place.tree, 'network.toml', 'name = "example"\n# ours\n');
    await place.git(place.tree, 'commit', '--quiet', '--all', '--message=ours');
    await place.git(place.tree, 'fetch', '--quiet');
  };
  for (const command of ['merge', 'rebase', 'cherry-pick']) {
    it(`with a ${command} that is not finished is refused until it is aborted`, async () => {
      await conflict();
      await place.git(place.tree, command, 'origin/main').catch(() => undefined);
      await refused(new RegExp(`a ${command} is not finished in .*network: .*git ${command} --abort'`));
      await place.git(place.tree, command, '--abort');
      await refused(/have gone different ways/);
      await place.git(place.tree, 'reset', '--quiet', '--hard', 'origin/main');
      await works();
    });
  }

  it('with conflicts of a stash is refused until they are resolved', async () => {
    place.put(place.tree, 'network.toml', 'name = "example"\n# stashed\n');
    await place.git(place.tree, 'stash', '--quiet');
    place.put(place.tree, 'network.toml', 'name = "example"\n# other\n');
    await place.git(place.tree, 'commit', '--quiet', '--all', '--message=other');
    await place.git(place.tree, 'stash', 'pop').catch(() => undefined);
    await refused(/network has merge conflicts: resolve them with git\n$/);
    await place.git(place.tree, 'checkout', '--quiet', '--ours', 'network.toml');
    await place.git(place.tree, 'add', 'network.toml');
    await works();
  });

  for (const [what, path] of [
    ['index', 'index.lock'],
    ['branch', 'refs/heads/main.lock'],
    ['HEAD', 'HEAD.lock'],
  ] as const) {
    it(`with a stale lock of its ${what} refuses a commit until the lock is removed`, async () => {
      const lock = join(place.tree, '.git', path);
      writeFileSync(lock, '');
      await place.harness.json('set', 'mss_clamp', 'false');
      const { code, err } = await place.harness.cli('commit', '-m', 'x');
      assert.equal(code, 1);
      assert.match(
        err,
        /^towline: \S+\.lock exists: another git is at work there, or one was killed; [^\n]*\n$/,
      );
      assert.ok(err.includes(lock), err);
      assert.equal(place.harness.controller.store.releases.newest(), 1);
      rmSync(lock);
      assert.equal((await place.harness.json('commit', '-m', 'x')).release, 2);
      await works();
    });
  }

  it('with a commit hook that refuses says what it said, and commits after it is content', async () => {
    const hook = join(place.tree, '.git/hooks/pre-commit');
    writeFileSync(hook, '#!/bin/sh\necho "error: no ticket number" >&2\nexit 1\n', { mode: 0o755 });
    await place.harness.json('set', 'mss_clamp', 'false');
    const { code, err } = await place.harness.cli('commit', '-m', 'x');
    assert.equal(code, 1);
    assert.match(err, /^towline: git commit in \S+network: error: no ticket number\n$/);
    rmSync(hook);
    assert.equal((await place.harness.json('commit', '-m', 'x')).release, 2);
  });

  it('that is linked to the bare repository is refused until it is a clone', async () => {
    rmSync(place.tree, { recursive: true });
    await place.git(place.bare, 'worktree', 'add', '--quiet', place.tree, 'main');
    await refused(
      /network has its \.git elsewhere \(a linked work tree\): move it away and clone \S+inventory\.git there\n$/,
    );
    await place.git(place.bare, 'worktree', 'remove', place.tree);
    await place.git('/', 'clone', '--quiet', place.bare, place.tree);
    await works();
  });

  it('made anew by hand, without a commit yet, takes what the bare repository has', async () => {
    rmSync(place.tree, { recursive: true });
    mkdirSync(place.tree);
    await place.git(place.tree, 'init', '--quiet', '--initial-branch=main');
    assert.equal((await place.harness.cli('plan')).code, 0);
    await works();
  });
});

describe('a bare repository in an odd state', () => {
  it('that is missing is named until it is cloned from the work tree', async () => {
    renameSync(place.bare, `${place.bare}.away`);
    const error = await refused(
      /inventory\.git is not there or no git repository: [^\n]*'git clone --bare \S+ \S+'/,
    );
    assert.match((await place.harness.cli('log')).err, /inventory\.git is not there or no git repository/);
    followed(error);
    await works();
    assert.ok(Number((await place.harness.json('rollback', '1')).release) > 1);
  });

  it('that is an empty folder is named until it is cloned from the work tree', async () => {
    rmSync(place.bare, { recursive: true });
    mkdirSync(place.bare);
    followed(await refused(/is not there or no git repository/));
    await works();
  });

  it('without the branch is named until it is pushed', async () => {
    await place.git(place.bare, 'update-ref', '-d', 'refs/heads/main');
    followed(
      await refused(
        /inventory\.git has no branch main: run 'git push \S+ HEAD:refs\/heads\/main' in \S+network/,
      ),
    );
    await works();
  });

  it('with a stale lock refuses a commit and takes it back, until the lock is removed', async () => {
    const lock = join(place.bare, 'refs/heads/main.lock');
    writeFileSync(lock, '');
    await place.harness.json('set', 'mss_clamp', 'false');
    const { code, err } = await place.harness.cli('commit', '-m', 'x');
    assert.equal(code, 1);
    assert.match(err, /^towline: [^\n]*main\.lock[^\n]*\n$/);
    assert.ok(existsSync(lock));
    rmSync(lock);
    assert.equal((await place.harness.json('commit', '-m', 'x')).release, 2);
    assert.equal((await place.git(place.bare, 'log', '-2', '--format=%s', 'main')).trim(), 'x\nfirst');
  });
});
