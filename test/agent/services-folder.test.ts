import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { boot } from '../../agent/boot.ts';
import { openPlacedFiles } from '../../agent/services/placed.ts';
import { createCustomServices } from '../../agent/services/ports.ts';
import { TowlineError } from '../../shared/errors.ts';
import { silentLog } from '../fakes/log.ts';
import { never } from './cycle-fixture.ts';
import { setUpService, withRules } from './services-fixture.ts';

type Node = Awaited<ReturnType<typeof setUpService>>;

const obstacles: [name: string, put: (node: Node) => Promise<unknown>, reason: RegExp][] = [
  [
    'a file of somebody else',
    async ({ destination }) => {
      await mkdir(destination);
      await writeFile(join(destination, 'rules'), 'mine');
    },
    /site\.d\/rules is there and is no bundle's, move it away/,
  ],
  [
    "a symbolic link under the file's name",
    async ({ destination, folder }) => {
      await writeFile(join(folder, 'secret'), 'mine');
      await mkdir(destination);
      await symlink('../secret', join(destination, 'rules'));
    },
    /site\.d\/rules is there and is no bundle's/,
  ],
  [
    'a symbolic link in place of the folder',
    async ({ destination, folder }) => {
      await mkdir(join(folder, 'elsewhere'));
      await symlink('elsewhere', destination);
    },
    /site\.d is a symbolic link, put a folder in its place/,
  ],
  [
    'a file in place of the folder',
    ({ destination }) => writeFile(destination, ''),
    /site\.d is no folder, put a folder in its place/,
  ],
  [
    'a missing parent',
    ({ folder }) => rm(folder, { recursive: true }).then(() => undefined),
    /towline-services-\w+ is not there, make it first/,
  ],
  [
    "a parent that leads into the agent's own folder",
    async ({ folder, paths }) => {
      await rm(folder, { recursive: true });
      await mkdir(paths.bundles, { recursive: true });
      await symlink(paths.bundles, folder);
    },
    /leads to .*bundles\/site\.d, which overlaps the agent's own/,
  ],
  [
    'an owner that this machine does not have',
    async ({ failures }) => {
      failures.id = [new Error('id: nobody2: no such user')];
    },
    /owner dns: id: nobody2: no such user/,
  ],
];

for (const [name, put, reason] of obstacles) {
  test(`${name} keeps a bundle from being applied, and nothing is written`, async (context) => {
    const node = await setUpService(context, /owner/.test(name) ? { owner: 'dns' } : {});
    const { folder, cycle, reloads } = node;
    const list = async () => (await readdir(folder, { recursive: true }).catch(() => [])).sort();
    await put(node);
    const before = (await list()).filter((path) => !/^[0-9a-f]{64}/.test(path));
    await assert.rejects(cycle(withRules(1, { rules: 'one\n' })), reason);
    assert.deepEqual(
      (await list()).filter((path) => !/^[0-9a-f]{64}/.test(path)),
      before,
    );
    assert.equal(reloads(), 0);
    assert.match(node.reason(), /^service site: .*; trying again$/);
    await mkdir(folder, { recursive: true });
  });
}

test('a symbolic link that takes the place of a file later is replaced, never followed', async (context) => {
  const { cycle, destination, folder, held } = await setUpService(context);
  await cycle(withRules(1, { rules: 'one\n' }));
  const target = join(folder, 'secret');
  for (const [index, content] of ['mine\n', 'two\n'].entries()) {
    await writeFile(target, content);
    await rm(join(destination, 'rules'));
    await symlink(target, join(destination, 'rules'));
    assert.equal(
      await cycle(withRules(2 + index, { rules: 'two\n' }, index === 0 ? 'kiel' : 'bonn')),
      'confirmed',
    );
    await assert.rejects(readlink(join(destination, 'rules')), /EINVAL/);
    assert.deepEqual([await held(), await readFile(target, 'utf8')], ['two\n', content]);
  }
});

test('a folder that becomes a link before its files are removed keeps what it leads to', async (context) => {
  const { cycle, destination, folder, reason } = await setUpService(context);
  await cycle(withRules(1, { rules: 'one\n' }));
  await rm(destination, { recursive: true });
  await mkdir(join(folder, 'elsewhere'));
  await writeFile(join(folder, 'elsewhere/rules'), 'mine');
  await symlink('elsewhere', destination);
  assert.equal(await cycle(withRules(2, {})), 'rolledBack');
  assert.match(reason(), /site\.d is a symbolic link/);
  assert.deepEqual(await readdir(join(folder, 'elsewhere')), ['rules']);
});

test('permissions that were changed by hand are put back', async (context) => {
  const { cycle, destination } = await setUpService(context);
  await cycle(withRules(1, { rules: 'one\n' }));
  const path = join(destination, 'rules');
  await chmod(path, 0o777);
  await cycle(withRules(2, { rules: 'one\n' }, 'kiel'));
  assert.equal((await stat(path)).mode & 0o7777, 0o644);
});

test('what an interrupted writing left is swept away', async (context) => {
  const { cycle, destination } = await setUpService(context);
  await cycle(withRules(1, { rules: 'one\n' }));
  await writeFile(join(destination, '.towline-rules.tmp'), 'half');
  await cycle(withRules(2, { rules: 'two\n' }));
  assert.deepEqual(await readdir(destination), ['rules']);
});

/** Starts the agent anew with other services in agent.toml. */
async function restart({ reopened, paths, parts }: Node, known: Node['service'][]) {
  const placed = await openPlacedFiles(paths.placed, silentLog);
  const customServices = await createCustomServices(
    known,
    placed,
    [paths.bundles],
    parts.customServices.hands,
  );
  return { ...(await reopened()), customServices };
}

test('a service that moves to another folder takes its files along', async (context) => {
  const node = await setUpService(context);
  await node.cycle(withRules(1, { rules: 'one\n' }));
  const destination = join(node.folder, 'other.d');
  await boot(await restart(node, [{ ...node.service, destination }]), never);
  assert.deepEqual([await readdir(node.destination), await readdir(destination)], [[], ['rules']]);
  assert.match(node.commands.at(-1) ?? '', /reload-it .*other\.d\/rules/);
});

test('files of a service that agent.toml knows no more stay while the bundle has them', async (context) => {
  const node = await setUpService(context);
  await node.cycle(withRules(1, { rules: 'one\n' }));
  const parts = await restart(node, []);
  await boot(parts, never);
  assert.equal(await node.held(), 'one\n');
  Object.assign(node.parts, { customServices: parts.customServices });
  assert.equal(await node.cycle(withRules(2, {})), 'confirmed');
  assert.deepEqual([await readdir(node.destination), node.reloads()], [[], 1]);
});

test('files that the root helper does not touch any more stay, and no bundle fails of it', async (context) => {
  const node = await setUpService(context);
  await node.cycle(withRules(1, { rules: 'one\n' }));
  const parts = await restart(node, []);
  const hands = {
    ...parts.customServices.hands,
    remove: async () => {
      throw new TowlineError('denied', 'agent.toml has no service there');
    },
  };
  Object.assign(node.parts, { customServices: { ...parts.customServices, hands } });
  assert.equal(await node.cycle(withRules(2, {})), 'confirmed');
  assert.equal(await node.held(), 'one\n');
  assert.deepEqual(parts.customServices.placed.services(), []);
});

for (const text of [
  '{',
  '{"version":1,"services":[{"service":"site","destination":"/x","files":["../y"]}]}',
]) {
  test(`a damaged list of placed files keeps no router down: ${text.slice(0, 20)}`, async (context) => {
    const node = await setUpService(context);
    await node.cycle(withRules(1, { rules: 'one\n' }));
    await writeFile(node.paths.placed, text);
    const parts = await node.reopened();
    assert.deepEqual(parts.customServices.placed.services(), []);
    await boot(parts, never);
    assert.deepEqual(parts.customServices.placed.of('site')?.files, ['rules']);
  });
}
