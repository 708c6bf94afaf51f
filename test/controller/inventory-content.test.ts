import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Place, place, refused, works } from './inventory-place.ts';

describe('a tree with what an inventory cannot have', () => {
  const cases: [string, (at: Place) => void, RegExp, (at: Place) => void][] = [
    [
      'a symbolic link in the place of a file',
      ({ tree }) => symlinkSync('site.toml', join(tree, 'sites/berlin/other.toml')),
      /^towline: sites\/berlin\/other\.toml: is a symbolic link, which is not followed: put the file itself there\n$/,
      ({ tree }) => rmSync(join(tree, 'sites/berlin/other.toml')),
    ],
    [
      'a symbolic link in the place of a folder',
      ({ tree }) => symlinkSync('berlin', join(tree, 'sites/ulm')),
      /^towline: sites\/ulm: is a symbolic link/,
      ({ tree }) => rmSync(join(tree, 'sites/ulm')),
    ],
    [
      'a repository of its own',
      ({ tree }) => void execFileSync('git', ['init', '--quiet', join(tree, 'templates/mine')]),
      /^towline: templates\/mine: is a git repository of its own \(a submodule\): put its files there instead/,
      ({ tree }) => rmSync(join(tree, 'templates'), { recursive: true }),
    ],
    [
      'a submodule',
      ({ tree, clone }) => {
        const config = ['-c', 'protocol.file.allow=always'];
        const args = [...config, 'submodule', '--quiet', 'add', clone, 'shared'];
        execFileSync('git', args, { cwd: tree, stdio: 'pipe' });
      },
      /^towline: shared: is a git repository of its own \(a submodule\)/,
      ({ tree }) => {
        const remove = ['rm', '--quiet', '--cached', 'shared', '.gitmodules'];
        execFileSync('git', remove, { cwd: tree });
        for (const path of ['shared', '.gitmodules']) rmSync(join(tree, path), { recursive: true });
      },
    ],
    [
      'text that is no UTF-8',
      ({ tree, put }) =>
        put(tree, 'network.toml', Buffer.from('name = "example"\n# Grüße\nvars = {}\n', 'latin1')),
      /^towline: network\.toml:2: is no UTF-8 text: save it as UTF-8\n$/,
      ({ tree, put }) => put(tree, 'network.toml', 'name = "example"\n# Grüße\n'),
    ],
    [
      'a file whose name is no UTF-8',
      ({ tree }) =>
        writeFileSync(
          Buffer.concat([
            Buffer.from(join(tree, 'sites/caf')),
            Buffer.from([0xe9, 0x2e]),
            Buffer.from('toml'),
          ]),
          '',
        ),
      /^towline: sites\/caf\ufffd\.toml: has a name that is no UTF-8: rename it\n$/,
      ({ tree }) => execFileSync('sh', ['-c', 'rm caf*.toml'], { cwd: join(tree, 'sites') }),
    ],
  ];
  for (const [what, make, message, mend] of cases) {
    it(`is refused with ${what}, named, until that is mended`, async () => {
      make(place);
      await refused(message);
      mend(place);
      await works();
    });
  }

  it('names all of it at once', async () => {
    symlinkSync('x', join(place.tree, 'a.toml'));
    place.put(place.tree, 'templates/bird/b.njk', Buffer.from([0x0a, 0xff]));
    const { err } = await place.harness.cli('plan');
    assert.match(
      err,
      /^towline: a\.toml: is a symbolic link[^\n]*\ntemplates\/bird\/b\.njk:2: is no UTF-8[^\n]*\n$/,
    );
  });

  it('takes odd names of files that are none of the inventory, and rolls back across them', async () => {
    const odd = [
      '-rf',
      ':(glob)*',
      'new\nline',
      'quote"\'',
      ' space ',
      'ümläut',
      '$(id)',
      'back\\slash',
      '*',
    ];
    for (const name of odd) place.put(place.tree, `notes/${name}`, 'x');
    symlinkSync('/etc/hostname', join(place.tree, 'notes/link'));
    await place.harness.json('set', 'mss_clamp', 'false');
    assert.equal((await place.harness.json('commit', '-m', 'odd')).release, 2);
    const listed = await place.git(place.bare, 'ls-tree', '-r', '-z', '--name-only', 'main', 'notes/');
    assert.equal(listed.split('\0').filter(Boolean).length, odd.length + 1);
    assert.equal((await place.harness.json('rollback', '1')).release, 3);
    assert.equal(existsSync(join(place.tree, 'notes/-rf')), false);
    assert.equal((await place.harness.json('rollback', '2')).release, 4);
    assert.equal(existsSync(join(place.tree, 'notes/-rf')), true);
    assert.deepEqual(await place.harness.json('release', 'diff', '2', '4'), { changes: [] });
  });
});
