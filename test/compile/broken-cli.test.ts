import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Harness, startController } from '../controller/harness.ts';
import { Router } from '../controller/router.ts';
import { baseFiles, baseNodes, type Change, changed, ula } from './broken/base.ts';
import { brokenInventories } from './broken/cases.ts';

let harness: Harness;
let routers: Router[] = [];

before(async () => {
  harness = await startController();
  for (const [name, site] of Object.entries(baseNodes)) {
    routers = [...routers, await Router.join(harness, name, '--site', site)];
  }
  for (const [path, text] of Object.entries(baseFiles)) await harness.write(path, text);
  await harness.json('commit', '-m', 'the base');
  await harness.json('activate');
});

after(async () => {
  await Promise.all(routers.map((router) => router.close()));
  await harness.close();
});

/** Everything that a refused inventory may not touch. */
async function released(): Promise<string> {
  const { store } = harness.controller;
  const refs = await Promise.all(
    (['inventory', 'rendered'] as const).map((where) => harness.git(where, 'for-each-ref')),
  );
  const desired = routers.map(({ answer }) => store.desired.get(answer.nodeId));
  return JSON.stringify([refs, store.releases.newest(), desired]);
}

/** Applies changes to the work tree and gives back what was there. */
async function apply(files: Readonly<Record<string, Change>>): Promise<Record<string, Buffer | undefined>> {
  const before: Record<string, Buffer | undefined> = {};
  for (const [path, change] of Object.entries(files)) {
    const file = join(harness.config.network_dir, path);
    const old = await readFile(file).catch(() => undefined);
    before[path] = old;
    const now = changed(old?.toString('utf8'), change);
    if (now === undefined) await rm(file);
    else {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, now);
    }
  }
  return before;
}

for (const { name, files, error } of brokenInventories) {
  test(`plan and commit refuse, and nothing is touched: ${name}`, async () => {
    const state = await released();
    const own = await readUla();
    const rename = (change: Change): Change =>
      typeof change === 'string' ? change.replaceAll(ula, own) : change;
    const renamed = Object.entries(files).map(([path, change]) => [path, rename(change)] as const);
    const undo = await apply(Object.fromEntries(renamed));
    const tree = await harness.git('network', 'status', '--porcelain', '--untracked-files=all');
    try {
      for (const command of [['plan'], ['commit', '-m', 'broken']]) {
        const ran = await harness.cli(...command);
        assert.equal(ran.code, 1, `towline ${command.join(' ')}: ${ran.out}${ran.err}`);
        const lines = ran.err.trimEnd().split('\n');
        const expected = error.replaceAll(ula, own).split('\n');
        assert.deepEqual(lines.map(withoutProgram), expected);
      }
      assert.equal(
        await harness.git('network', 'status', '--porcelain', '--untracked-files=all'),
        tree,
        'nothing is written into the work tree',
      );
    } finally {
      await apply(undo);
    }
    assert.equal(await released(), state);
    assert.equal(await harness.git('network', 'status', '--porcelain'), '');
  });
}

test('after all of them the inventory is in order, and there is nothing to release', async () => {
  assert.equal((await harness.cli('plan')).code, 0);
});

async function readUla(): Promise<string> {
  const text = await readFile(join(harness.config.network_dir, 'generated/_network.toml'), 'utf8');
  return /ula = "(.*)"/.exec(text)?.[1] ?? '';
}

function withoutProgram(line: string): string {
  return line.replace(/^(?:towline|error): /, '');
}
