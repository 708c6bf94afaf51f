import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Lab } from '../../lab/lab.ts';
import { visibleFolders } from '../../lab/namespaces/visible-folders.ts';

const description = {
  nodes: ['aachen', 'berlin'].map((name) => ({ name, site: name, lanV4: '10.1.0.0/24' })),
};

test('two labs with the same names and addresses run side by side', async () => {
  const labs = await Promise.all([Lab.up(description), Lab.up(description)]);
  try {
    const [first, second] = labs;
    await first.cutLink('aachen', 'berlin');
    await first.writeFile('aachen', '/etc/towline/agent.toml', 'x');
    const { ipv4 = '' } = first.publicAddresses('berlin');
    assert.equal((await first.ping('aachen', ipv4, { timeoutMs: 200 })).received, 0);
    assert.equal((await second.ping('aachen', ipv4)).received, 3);
    assert.equal((await second.exec('aachen', ['ls', '/etc/towline'])).stdout, '');
    await first.down();
    assert.equal((await second.ping('host-aachen', '10.1.0.1')).received, 3);
  } finally {
    await Promise.all(labs.map((lab) => lab.down()));
  }
});

test('the caller’s folder is seen on every machine even below /tmp, and nothing else of /tmp', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'towline-lab-'));
  const before = process.cwd();
  process.chdir(folder);
  try {
    await writeFile('here', 'content');
    const lab = await Lab.up(description);
    try {
      assert.equal(await lab.readFile('berlin', join(folder, 'here')), 'content');
      // The checkout may lie below /tmp itself.
      const visible = visibleFolders().filter((path) => path.startsWith('/tmp/'));
      const names = new Set(visible.map((path) => path.split('/')[2]));
      const seen = (await lab.exec('berlin', ['ls', '/tmp'])).stdout.trim().split('\n');
      assert.deepEqual(new Set(seen), names);
      await lab.stopNode('berlin');
      await lab.startNode('berlin');
      assert.equal(await lab.readFile('berlin', join(folder, 'here')), 'content');
    } finally {
      await lab.down();
    }
  } finally {
    process.chdir(before);
    await rm(folder, { recursive: true });
  }
});

test('a lab that is taken down twice, or used afterwards, says that it is down', async () => {
  const lab = await Lab.up(description);
  await Promise.all([lab.down(), lab.down()]);
  await lab.down();
  await assert.rejects(async () => lab.exec('aachen', ['true']), /the lab is down: bring it up again/);
});

test('a lab whose signal is aborted while it builds is not there, and neither is one aborted later', async () => {
  const early = new AbortController();
  const building = Lab.up(description, { signal: early.signal });
  setImmediate(() => early.abort(new Error('enough')));
  await assert.rejects(building, /enough/);
  const late = new AbortController();
  const lab = await Lab.up(description, { signal: late.signal });
  late.abort();
  await assert.rejects(async () => lab.exec('aachen', ['true']), /the lab is down/);
  await lab.down();
});

test('names that the lab does not know are refused with those it knows', async () => {
  const lab = await Lab.up(description);
  try {
    await assert.rejects(
      async () => lab.exec('bonn', ['true']),
      /no machine 'bonn': name one of internet, aachen, berlin/,
    );
    await assert.rejects(lab.move('bonn'), /'bonn' has no line: name one of aachen, berlin/);
    assert.throws(() => lab.hostAddresses('bonn'), /'bonn' has no LAN/);
  } finally {
    await lab.down();
  }
});
