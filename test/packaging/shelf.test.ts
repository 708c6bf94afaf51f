import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { addPackages } from '../../controller/packages/add.ts';
import { newestOfEach, readPackageName } from '../../controller/packages/names.ts';
import { createShelf, sumsText } from '../../controller/packages/shelf.ts';
import { compareDebianVersions } from '../../shared/version-order.ts';

const work = mkdtempSync(join(tmpdir(), 'towline-shelf-'));
after(() => rmSync(work, { recursive: true, force: true }));

test('versions are ordered as Debian orders them', () => {
  const ordered = [
    '0.0.9',
    '0.1.0~git20260101.aaa',
    '0.1.0~git20260102.aaa',
    '0.1.0',
    '0.1.0a',
    '0.1.0+1',
    '0.1.1',
    '0.2',
    '0.10',
    '1',
    '99999999999999999999.1',
  ];
  for (const [i, a] of ordered.entries())
    for (const [j, b] of ordered.entries())
      assert.equal(Math.sign(compareDebianVersions(a, b)), Math.sign(i - j), `${a} ${b}`);
});

test('the order of any versions is one', () => {
  const version = fc.stringMatching(/^[0-9][0-9a-z.+~-]{0,12}$/);
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      assert.equal(Math.sign(compareDebianVersions(a, b)), -Math.sign(compareDebianVersions(b, a)));
      const [x, y, z] = [a, b, c].sort(compareDebianVersions) as [string, string, string];
      assert.ok(compareDebianVersions(x, z) <= 0 && compareDebianVersions(x, y) <= 0);
    }),
  );
});

test('names of packages for routers are known, and no others', () => {
  assert.equal(readPackageName('towline-agent_0.1.0~git1.a_all.deb')?.version, '0.1.0~git1.a');
  assert.equal(readPackageName('towline-agent-0.1.0_git1.tar.gz')?.version, '0.1.0~git1');
  assert.equal(readPackageName('towline-node_24.22.3_arm64.deb')?.kind, 'towline-node arm64');
  for (const name of [
    'towline_0.1.0_amd64.deb',
    'towline-agent_0.1.0_amd64.deb',
    'towline-agent_x_all.deb',
    '../towline-agent_1_all.deb',
    'towline-agent_1/../../x_all.deb',
    'towline-agent_1_all.deb\n',
    'towline-agent_1 2_all.deb',
    'SHA256SUMS',
    '',
  ])
    assert.equal(readPackageName(name), undefined, name);
});

test('of each kind the newest counts, of two equal ones the first', () => {
  const named = [
    'towline-agent_0.1.0_all.deb',
    'towline-agent_0.1.0~git9_all.deb',
    'towline-node_9_arm64.deb',
  ];
  const read = named.map((name) => readPackageName(name) ?? assert.fail(name));
  assert.deepEqual(
    newestOfEach(read).map(({ file }) => file),
    [named[0], named[2]],
  );
});

test('packages that are added take the place of older ones; what is none changes nothing', async () => {
  const [folder, from] = [join(work, 'packages'), join(work, 'from')];
  mkdirSync(from);
  const file = (name: string, text = '!<arch>\nx') => {
    writeFileSync(join(from, name), text);
    return join(from, name);
  };
  assert.deepEqual(await addPackages(folder, [file('towline-agent_1_all.deb')]), ['towline-agent_1_all.deb']);
  await addPackages(
    folder,
    [file('towline-agent_2_all.deb'), file('towline-agent-2.tar.gz', '\x1f\x8b')].slice(0, 1),
  );
  assert.deepEqual(readdirSync(folder), ['towline-agent_2_all.deb']);
  for (const [bad, reason] of [
    [file('notes.txt'), /notes\.txt is no package for routers: expected towline-agent_VERSION_all\.deb/],
    [file('towline-agent_3_all.deb', 'html'), /is not what its name says/],
    [file('towline-agent_4_all.deb', ''), /is not what its name says/],
    [join(from, 'towline-agent_5_all.deb'), /ENOENT/],
  ] as const)
    await assert.rejects(addPackages(folder, [file('towline-agent_9_all.deb'), bad]), reason);
  assert.deepEqual(readdirSync(folder), ['towline-agent_2_all.deb']);
  const shelf = await createShelf([join(work, 'none'), folder]).list();
  assert.match(sumsText(shelf), /^[0-9a-f]{64} {2}towline-agent_2_all\.deb\n$/);
});
