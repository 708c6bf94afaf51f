import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { birdNote } from '../../agent/bird/note.ts';

/** What BIRD says of a start and of a configuration, `aheadMs` ahead of the time that it was. */
function status(startedMs: number, configuredMs: number, aheadMs = 0) {
  const text = (ms: number) => new Date(ms + aheadMs).toISOString().replace('T', ' ').replace('Z', '');
  return {
    code: 13,
    lines: [
      { code: 1011, text: `Last reboot on ${text(startedMs)}` },
      { code: 1011, text: `Last reconfiguration on ${text(configuredMs)}` },
    ],
  };
}

const started = Date.UTC(2026, 10, 23, 3, 36, 29, 999);
const given = started + 61_000;

async function noted(context: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'towline-note-'));
  context.after(() => rm(folder, { recursive: true }));
  const socketPath = join(folder, 'bird.ctl');
  const listen = async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(socketPath, resolve));
    return () => new Promise((resolve) => server.close(resolve));
  };
  const close = await listen();
  const note = birdNote(join(folder, 'bird.json'), socketPath);
  await note.remember('/b.conf', 'content', status(started, given));
  return { note, listen, close };
}

test('a clock that is set changes nothing of what BIRD has', async (context) => {
  const { note, close } = await noted(context);
  for (const aheadMs of [0, 1, -1, -56 * 365 * 86_400_000, 3_600_000]) {
    assert.equal(await note.otherHand(status(started, given, aheadMs)), undefined);
    assert.equal(await note.holds('/b.conf', 'content', status(started, given, aheadMs)), true);
  }
  await close();
});

test('another configuration, and another BIRD with the same times, are of another hand', async (context) => {
  const { note, listen, close } = await noted(context);
  const other = status(started, given + 5);
  assert.match(
    (await note.otherHand(other)) ?? '',
    /^was reconfigured by another hand at 2026-11-23 03:37:31/,
  );
  assert.equal(await note.holds('/b.conf', 'content', other), false);
  assert.equal(await note.holds('/c.conf', 'content', status(started, given)), false);
  await close();
  const closeOther = await listen();
  assert.match((await note.otherHand(status(started, given))) ?? '', /^was started by another hand at 2026-/);
  assert.equal(await note.holds('/b.conf', 'content', status(started, given)), false);
  await closeOther();
});

test('nothing is certain of a BIRD that nobody listens for, or whose times are too rough', async (context) => {
  const { note, close } = await noted(context);
  const rough = { code: 13, lines: [{ code: 1011, text: 'Last reboot on 2026-11-23 03:36:29' }] };
  assert.equal(await note.otherHand(rough), undefined);
  assert.equal(await note.holds('/b.conf', 'content', rough), false);
  await close();
  assert.equal(await note.otherHand(status(started, given)), undefined);
  assert.equal(await note.holds('/b.conf', 'content', status(started, given)), false);
});
