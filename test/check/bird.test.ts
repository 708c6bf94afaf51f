import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { checkBirds, type RenderedNode } from '../../controller/check/bird.ts';
import { CommandError, type Run, run } from '../../shared/os/run.ts';

const expected = join(import.meta.dirname, '../golden/paper/expected');

function golden(name: string, changes: Readonly<Record<string, string>> = {}): RenderedNode {
  const folder = join(expected, name, 'bird');
  const files = readdirSync(folder).map((file): [string, string] => [
    `bird/${file}`,
    readFileSync(join(folder, file), 'utf8'),
  ]);
  return { name, files: new Map([...files, ...Object.entries(changes)]) };
}

test('what the shipped templates render is taken by BIRD', async () => {
  const names = readdirSync(expected).filter((name) => name !== 'generated');
  const nodes = names.map((name) => golden(name));
  const done: number[] = [];
  const { checked, findings } = await checkBirds(run, nodes, { progress: (count) => done.push(count) });
  assert.deepEqual({ checked, findings }, { checked: names.length, findings: [] });
  assert.equal(Math.max(...done), names.length);
});

test('an objection of BIRD names node, file and line as they are in the bundle', async () => {
  const broken = [
    golden('hamburg', { 'bird/ebgp.conf': '# fine\nprotocol bgp x { nonsense; }\n' }),
    golden('aachen'),
    golden('berlin', { 'bird/bird.conf': 'include "gone.conf";\n' }),
    { name: 'essen', files: new Map([['wireguard/x.conf', '']]) },
  ];
  const { checked, findings } = await checkBirds(run, broken);
  assert.equal(checked, 4);
  assert.deepEqual(
    findings.map(({ kind, nodes }) => [kind, nodes]),
    [
      ['bird', ['berlin']],
      ['bird', ['essen']],
      ['bird', ['hamburg']],
    ],
  );
  assert.match(findings[0]?.text ?? '', /^node berlin: bird\/bird\.conf:1:\d+: Unable to open included file/);
  assert.equal(findings[1]?.text, 'node essen: bird/bird.conf is missing');
  assert.match(findings[2]?.text ?? '', /^node hamburg: bird\/ebgp\.conf:2:\d+: syntax error/);
  assert.ok(findings.every(({ text }) => !text.includes(tmpdir())));
});

test('without BIRD on the controller one warning says that nothing was checked', async () => {
  let calls = 0;
  const missing: Run = (command, args) => {
    calls++;
    return run(`${command}-that-does-not-exist`, args);
  };
  const nodes = ['berlin', 'essen', 'hamburg', 'aachen'].map((name) => golden(name));
  const { checked, findings } = await checkBirds(missing, nodes);
  assert.equal(checked, 0);
  assert.deepEqual(
    findings.map(({ kind, nodes: about }) => [kind, about]),
    [['warning', []]],
  );
  assert.match(findings[0]?.text ?? '', /not checked: .* install the package bird2/);
  assert.ok(calls <= 2);
});

test('at most two run at once, in folders that nobody else can read and that are gone afterwards', async () => {
  const folders: string[] = [];
  let [now, most] = [0, 0];
  let meet = () => {};
  const met = new Promise<void>((resolve) => {
    meet = resolve;
  });
  const watched: Run = async (command, args, options) => {
    most = Math.max(most, ++now);
    // The first waits for a second one: how long BIRD takes is not known.
    if (now === 2) meet();
    await met;
    const folder = dirname(dirname(args.at(-1) ?? ''));
    folders.push(folder);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    try {
      return await run(command, args, options);
    } finally {
      now--;
    }
  };
  const nodes = ['aachen', 'berlin', 'chemnitz', 'dresden', 'essen'].map((name) => golden(name));
  await checkBirds(watched, nodes);
  assert.equal(most, 2);
  assert.equal(new Set(folders).size, 5);
  for (const folder of folders) assert.throws(() => statSync(folder), { code: 'ENOENT' });
});

test('it ends when called off, and asks for no further node', async () => {
  const stop = new AbortController();
  let asked = 0;
  function* endless() {
    for (;;) {
      asked++;
      yield golden('berlin');
    }
  }
  const stopping: Run = (command, args, options) => {
    stop.abort(new Error('enough'));
    return run(command, args, options);
  };
  await assert.rejects(checkBirds(stopping, endless(), { signal: stop.signal }), /enough/);
  assert.ok(asked <= 4);
});

test('a failure of BIRD without a word is told as what it is', async () => {
  const silent: Run = () => {
    throw new CommandError('bird: SIGKILL', 'bird', undefined, '');
  };
  const { findings } = await checkBirds(silent, [golden('berlin')]);
  assert.deepEqual(
    findings.map(({ text }) => text),
    ['node berlin: bird: SIGKILL'],
  );
});

test('a configuration that BIRD crashes on is refused in words', async () => {
  const crashing: Run = async () => {
    throw new CommandError('bird -p -c x: SIGABRT: realloc(): invalid old size', 'bird', undefined, '');
  };
  const { findings } = await checkBirds(crashing, [golden('aachen')]);
  assert.deepEqual(
    findings.map(({ text }) => text),
    ['node aachen: BIRD crashes on its configuration, as BIRD 2.0 does on a text of 8 KB: shorten it'],
  );
});
