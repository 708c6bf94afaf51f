import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCycle } from '../../agent/cycle.ts';
import { TowlineError } from '../../shared/errors.ts';
import { files, make, never, setUp } from './cycle-fixture.ts';

test('a controller that answers again once the bundle is taken back was kept away by it: that counts', async (context) => {
  const { cycle, parts, controller, bird } = await setUp(context);
  await cycle(make(1));
  controller.isReachable = false;
  const configure = bird.configure.bind(bird);
  let calls = 0;
  bird.configure = async () => {
    await configure();
    calls++;
    // The second time is the one before being put back.
    if (calls === 2) controller.isReachable = true;
  };
  assert.equal(await cycle(make(2, { files: files('kiel') })), 'rolledBack');
  assert.equal(parts.journal.current().failures?.count, 1);
});

const verdicts = ['unauthenticated', 'conflict', 'untrusted'] as const;
for (const code of verdicts) {
  test(`a confirmation that fails as ${code} counts against the bundle`, async (context) => {
    const { cycle, parts, controller } = await setUp(context);
    await cycle(make(1));
    const open = () => ({
      ...controller.open(),
      confirm: () => Promise.reject(new TowlineError(code, 'not so')),
    });
    const failing = { ...parts, openClient: open };
    const bundle = make(2, { files: files('kiel') });
    controller.bundle = bundle;
    assert.equal(await runCycle(failing, controller.open(), bundle.desired, never), 'rolledBack');
    assert.equal(parts.journal.current().failures?.count, 1);
    assert.match(parts.journal.current().lastApply?.reason ?? '', /not so/);
  });
}

test('another BIRD at the control socket is named, and the bundle is taken back', async (context) => {
  const { cycle, parts, bird } = await setUp(context);
  bird.configured = ['device1'];
  assert.equal(await cycle(make(1, { confirmWindowS: 5 })), 'rolledBack');
  assert.match(parts.journal.current().lastApply?.reason ?? '', /another BIRD answers.*bird\.service/);
});

test('a link that was changed under its session has to show traffic, one that was not delays nothing', async (context) => {
  const { cycle, parts, bird, wireguard } = await setUp(context);
  bird.sessions = () => ['tl_hamburg'];
  await cycle(make(1));
  // Only what changes is watched: here BIRD's file alone.
  const started = parts.clock.monotonic();
  bird.detectionMs = 60_000;
  const other = { ...files('hamburg'), 'bird/bird.conf': '# other\n' };
  assert.equal(await cycle(make(2, { files: other, confirmWindowS: 20 })), 'confirmed');
  assert.ok(parts.clock.monotonic() - started < 20_000);

  bird.detectionMs = 1000;
  assert.equal(await cycle(make(3, { files: files('hamburg', 51900) })), 'rolledBack');
  assert.match(
    parts.journal.current().lastApply?.reason ?? '',
    /nothing arrived since the change on tl-hamburg/,
  );

  const sync = wireguard.sync.bind(wireguard);
  wireguard.sync = async (name, config) => {
    await sync(name, config);
    const peer = wireguard.devices.get(name)?.peers[0];
    setTimeout(() => {
      if (peer !== undefined) peer.receivedBytes += 100;
    }, 20);
  };
  assert.equal(await cycle(make(4, { files: files('hamburg', 51901) })), 'confirmed');
});

test('a session that breaks while BFD would notice takes the bundle back, although traffic came', async (context) => {
  const { cycle, parts, bird, wireguard } = await setUp(context);
  let up = ['tl_hamburg'];
  bird.sessions = () => up;
  await cycle(make(1));
  const sync = wireguard.sync.bind(wireguard);
  wireguard.sync = async (name, config) => {
    await sync(name, config);
    const peer = wireguard.devices.get(name)?.peers[0];
    setTimeout(() => {
      if (peer !== undefined) peer.receivedBytes += 100;
    }, 5);
    setTimeout(() => {
      up = [];
    }, 15);
  };
  bird.detectionMs = 3000;
  assert.equal(await cycle(make(2, { files: files('hamburg', 51900), confirmWindowS: 2 })), 'rolledBack');
  assert.match(parts.journal.current().lastApply?.reason ?? '', /not again: tl_hamburg \(Active\)/);
});
