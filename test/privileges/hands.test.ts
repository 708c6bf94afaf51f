import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { handsWithHelper, helperAt } from '../../agent/root-helper/hands.ts';
import { launch } from '../../agent/root-helper/launch.ts';
import { run } from '../../shared/os/run.ts';
import { until } from '../fakes/until.ts';
import { agentUid, asUid, file, quick, setUp, skip, strangerUid } from './helper-fixture.ts';

test('files get owner and permissions of agent.toml, and the service its reload, as root', {
  skip,
}, async (context) => {
  const { hands, site, etc, folder } = await setUp(context);
  const wanted = [file('rules', 'one\n', 0o640), file('more', 'x', 0o640)];
  assert.deepEqual(await hands.differing(site, wanted), ['rules', 'more']);
  await hands.place(site, wanted, []);
  const { uid, gid, mode } = await stat(join(etc, 'site.d/rules'));
  assert.deepEqual([uid, gid, mode & 0o7777], [0, 0, 0o640]);
  assert.deepEqual(await hands.differing(site, wanted), []);
  await hands.place(site, [file('rules', 'two\n')], ['more']);
  assert.deepEqual(await readdir(join(etc, 'site.d')), ['rules']);
  assert.equal(await readFile(join(etc, 'site.d/rules'), 'utf8'), 'two\n');
  await hands.reload(site, quick.signal);
  assert.equal(await readFile(join(folder, 'reloaded'), 'utf8'), '0\n');
});

test('without a root helper the agent starts BIRD and reloads services itself, and says what it cannot write', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'towline-no-helper-'));
  context.after(() => rm(folder, { recursive: true }));
  const helper = helperAt(join(folder, 'nobody.sock'));
  let started = 0;
  await launch(helper, { do: 'startBird' }, async () => void started++);
  assert.equal(started, 1);
  await assert.rejects(
    launch(helper, { do: 'startBird' }, async () => {
      throw new Error('access denied');
    }),
    { message: "access denied, and no root helper runs: start 'towline-agent root-helper' as root" },
  );
  const commands: string[] = [];
  const hands = handsWithHelper(async (command) => String(commands.push(command)), helper);
  const site = {
    name: 'site',
    destination: join(folder, 'site.d'),
    owner: 'root',
    reload: ['it'],
    timeout_s: 5,
  };
  await hands.reload(site, quick.signal);
  assert.deepEqual(commands, ['it']);
  await assert.rejects(hands.place(site, [file('x', '')], []), {
    code: 'failed',
    message: "the agent is not root, and no root helper runs: start 'towline-agent root-helper' as root",
  });
});

test('another error of the root helper is none of its absence', { skip }, async (context) => {
  const { hands, site, etc } = await setUp(context);
  await writeFile(join(etc, 'site.d'), '');
  await assert.rejects(hands.place(site, [file('x', '')], []), {
    code: 'failed',
    message: /site\.d is no folder/,
  });
  const failing = { ...site, reload: ['false'] };
  // What is run is what agent.toml says to root, whatever the agent thinks.
  await hands.reload(failing, quick.signal);
});

test('a reload that nobody waits for any more is ended', { skip }, async (context) => {
  const { hands, slow } = await setUp(context);
  const off = new AbortController();
  const sleeping = () =>
    run('pgrep', ['-f', '^sleep 61$']).then(
      (pids) => pids.trim().split('\n').length,
      () => 0,
    );
  const before = await sleeping();
  const reload = hands.reload(slow, off.signal);
  await until('it runs', async () => (await sleeping()) === before + 1);
  off.abort();
  await assert.rejects(reload);
  await until('it is ended', async () => (await sleeping()) === before);
});

test('BIRD is started by the command of agent.toml', { skip }, async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'towline-bird-start-'));
  context.after(() => rm(folder, { recursive: true }));
  const { helper } = await setUp(context, `[bird]\nstart = ["sh", "-c", "id -u >$0/bird", "${folder}"]\n`);
  await launch(helper, { do: 'startBird' }, () => assert.fail('it is the root helper that starts it'));
  assert.equal(await readFile(join(folder, 'bird'), 'utf8'), '0\n');
});

test('wireguard-go is started by the command of agent.toml, with the name of the interface in it', {
  skip,
}, async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'towline-wireguard-start-'));
  context.after(() => rm(folder, { recursive: true }));
  const command = ['sh', '-c', 'echo "$(id -u) $1" >$0/started', folder, 'unit@{interface}.service'];
  const toml = `wireguard_go_start = ${JSON.stringify(command)}\n`;
  const { helper } = await setUp(context, '', false, toml);
  const request = { do: 'startWireGuard', interface: 'tl-berlin' } as const;
  await launch(helper, request, () => assert.fail('it is the root helper that starts it'));
  assert.equal(await readFile(join(folder, 'started'), 'utf8'), '0 unit@tl-berlin.service\n');
});

test('what the agent may see it sees itself, and the rest through the root helper', {
  skip,
}, async (context) => {
  const { hands, site, etc } = await setUp(context, '', true);
  const wanted = [file('rules', 'one\n', 0o640)];
  await asUid(agentUid, async () => {
    assert.deepEqual(await hands.differing(site, wanted), ['rules']);
    await hands.place(site, wanted, []);
    assert.deepEqual(await hands.differing(site, wanted), []);
    assert.deepEqual(await hands.differing(site, [file('rules', 'two\n', 0o640)]), ['rules']);
    assert.deepEqual(await hands.present(site.destination, ['rules', 'x']), ['rules']);
    await hands.remove(site.destination, ['rules']);
  });
  await chmod(join(etc, 'site.d'), 0o700);
  await asUid(agentUid, async () => assert.deepEqual(await hands.present(site.destination, ['rules']), []));
  await asUid(strangerUid, () =>
    assert.rejects(hands.present(site.destination, ['rules']), { code: 'denied' }),
  );
});

test('an agent that may not write its own file says which key of agent.toml helps', {
  skip,
}, async (context) => {
  const { hands, own } = await setUp(context);
  await asUid(agentUid, () =>
    assert.rejects(hands.place(own, [file('x', '')], []), {
      code: 'failed',
      message: /the agent's user may not write .*own\.d: set service\.own\.owner in agent\.toml/,
    }),
  );
});
