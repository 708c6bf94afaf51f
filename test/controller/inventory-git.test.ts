import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { followed, place, refused, works } from './inventory-place.ts';

describe('an inventory that others push to', () => {
  it('is taken by the next plan, whole', async () => {
    await place.push('mss_clamp = false');
    const { code, out } = await place.harness.cli('plan');
    assert.equal(code, 2);
    assert.match(out, /\+mss_clamp = false/);
    assert.equal(
      await place.git(place.tree, 'rev-parse', 'HEAD'),
      await place.git(place.clone, 'rev-parse', 'HEAD'),
    );
    await works();
  });

  it('is taken beside files that were edited and not committed, which stay', async () => {
    await place.harness.json('set', 'vars.rack', '7', '--node', 'berlin');
    await place.push('mss_clamp = false');
    assert.equal((await place.harness.json('commit', '-m', 'both')).release, 2);
    assert.match(await place.git(place.bare, 'show', 'main:sites/berlin/berlin/node.toml'), /rack = 7/);
    assert.match(await place.git(place.bare, 'show', 'main:network.toml'), /mss_clamp/);
    assert.equal((await place.git(place.tree, 'log', '--format=%s', '-2')).trim(), 'both\npushed');
  });

  it('is refused where it changes a file that was edited, until that edit is discarded', async () => {
    await place.push('mss_clamp = false');
    place.put(place.tree, 'network.toml', 'name = "example"\n# edited\n');
    await refused(
      /what was pushed to \S+ changes files that have uncommitted changes in \S+network: commit them/,
    );
    await place.git(place.tree, 'checkout', '--quiet', '--', '.');
    await works();
  });

  it('is refused where it changes a file that was edited, until that edit is committed and rebased', async () => {
    const file = 'sites/berlin/site.toml';
    place.put(place.clone, file, '# one\n# two\n# three\n# four\n');
    await place.git(place.clone, 'add', '.');
    await place.push('# with it');
    await place.harness.json('commit', '-m', 'taken');
    await place.git(place.clone, 'pull', '--quiet', '--rebase');
    place.put(place.clone, file, '# 1\n# two\n# three\n# four\n');
    await place.push('# again');
    place.put(place.tree, file, '# one\n# two\n# three\n# 4\n');
    const error = await refused(/changes files that have uncommitted changes/);
    await place.git(place.tree, 'commit', '--quiet', '--all', '--message=edited');
    followed(error);
    await works();
    assert.equal(await place.git(place.bare, 'show', `main:${file}`), '# 1\n# two\n# three\n# 4\n');
  });

  it('is refused where a file that git does not know is in the way', async () => {
    place.put(place.clone, 'sites/berlin/site.toml', 'asn = 4200000001\n');
    await place.git(place.clone, 'add', '.');
    await place.push('# with it');
    place.put(place.tree, 'sites/berlin/site.toml', '# mine\n');
    await refused(/changes files that have uncommitted changes/);
    rmSync(join(place.tree, 'sites/berlin/site.toml'));
    await works();
  });

  it('is refused where both have commits, until it is rebased', async () => {
    await place.push('# theirs');
    place.put(place.tree, 'sites/berlin/site.toml', '# ours\n');
    await place.git(place.tree, 'add', '.');
    await place.git(place.tree, 'commit', '--quiet', '--message=ours');
    followed(
      await refused(/have gone different ways \(1 and 1 commits\): run 'git pull --rebase' in \S+network\n$/),
    );
    await works();
  });

  it('takes a commit that was made in the work tree by hand, and pushes it', async () => {
    await place.harness.json('set', 'mss_clamp', 'false');
    await place.git(
      place.tree,
      'commit',
      '--quiet',
      '--all',
      '--message=by hand',
      '--author=Eve <e@example.net>',
    );
    assert.equal((await place.harness.cli('plan')).code, 2);
    assert.equal((await place.harness.json('commit', '-m', 'not needed')).release, 2);
    assert.equal((await place.git(place.bare, 'log', '-1', '--format=%an %s', 'main')).trim(), 'Eve by hand');
    assert.equal((await place.harness.json('commit', '-m', 'nothing')).release, null);
  });
});

describe('a history that was rewritten by a forced push', () => {
  const rewrite = async () => {
    await place.harness.json('set', 'mss_clamp', 'false');
    await place.harness.json('commit', '-m', 'second');
    await place.git(place.clone, 'commit', '--quiet', '--amend', '--message=first, said better');
    await place.git(place.clone, 'push', '--quiet', '--force', 'origin', 'main');
  };

  it('is refused until it is taken over, and loses no release: a rollback still has its inventory', async () => {
    await rewrite();
    const error = await refused(
      /the history of \S+inventory\.git was rewritten by a forced push: to take it over/,
    );
    followed(error, /^git (?:fetch|reset)/);
    assert.equal((await place.git(place.tree, 'log', '-1', '--format=%s')).trim(), 'first, said better');
    await works();
    for (const dir of [place.bare, place.tree]) {
      await place.git(dir, 'reflog', 'expire', '--expire=now', '--all');
      await place.git(dir, 'gc', '--quiet', '--prune=now');
    }
    assert.ok(Number((await place.harness.json('rollback', '2')).release) > 2);
  });

  it('is refused until it is undone', async () => {
    await rewrite();
    followed(await refused(/rewritten by a forced push/), /^git push --force/);
    assert.equal((await place.git(place.bare, 'log', '-1', '--format=%s', 'main')).trim(), 'second');
    await works();
  });

  it('is refused also where it only takes commits away', async () => {
    await place.harness.json('set', 'mss_clamp', 'false');
    await place.harness.json('commit', '-m', 'second');
    await place.git(place.bare, 'update-ref', 'refs/heads/main', 'main~1');
    followed(await refused(/rewritten by a forced push/), /^git (?:fetch|reset)/);
    assert.equal(
      (await place.harness.cli('plan')).code,
      2,
      'what was taken away is to be undone on the routers',
    );
    await works();
  });
});
