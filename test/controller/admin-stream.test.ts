import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { credentials } from '@grpc/grpc-js';
import { boundedChange } from '../../controller/admin/bounded-change.ts';
import { type AdminCall, progressTo, requireCaller, send } from '../../controller/admin/stream.ts';
import { type AdminClient, admin, connectAdmin } from '../../controller/cli/client.ts';
import type { NodeChange } from '../../shared/gen/towline/v1/NodeChange.ts';
import { v1 } from '../../shared/rpc/protocol.ts';
import { until } from '../fakes/until.ts';
import { fleetOfThree, stateOf } from './fleet.ts';

type Call = AdminCall<object, { progress?: object; change?: object }>;

/** A stream that takes `room` messages and then none. */
function fakeCall(room: number) {
  const written: object[] = [];
  const isFull = () => written.length >= room;
  const stream = Object.assign(new EventEmitter(), {
    cancelled: false,
    destroyed: false,
    writableNeedDrain: false,
    write(message: object) {
      written.push(message);
      stream.writableNeedDrain = isFull();
      return !isFull();
    },
  });
  return { stream, written, call: stream as unknown as Call };
}

/** A clock that stands still until it is told; sleeps end when it passes their time. */
function heldClock() {
  const sleepers: { until: number; wake: () => void }[] = [];
  const clock = {
    at: 0,
    monotonic: () => clock.at,
    now: () => clock.at,
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        sleepers.push({ until: clock.at + ms, wake: resolve });
      }),
    pass(ms: number) {
      clock.at += ms;
      for (const { until, wake } of sleepers) if (until <= clock.at) wake();
    },
  };
  return clock;
}

describe('a stream to an admin', () => {
  it('tells progress ten times a second at most, each new step at once, and the end of a step always', () => {
    const clock = heldClock();
    const { call, written } = fakeCall(1_000);
    const progress = progressTo(clock, call);
    for (let done = 0; done <= 1_000; done++) {
      clock.at += 1;
      progress('rendering', done, 1_000);
    }
    progress('signing', 0, 10);
    assert.equal(written.length, 10 + 1 + 1);
    assert.deepEqual(written.slice(-2), [
      { progress: { step: 'rendering', done: 1_000, total: 1_000 } },
      { progress: { step: 'signing', done: 0, total: 10 } },
    ]);
  });

  it('leaves progress out that the caller has no room for, or is not there for, and never fails of it', () => {
    const clock = heldClock();
    const { call, stream, written } = fakeCall(2);
    const progress = progressTo(clock, call);
    for (const step of ['a', 'b', 'c']) progress(step, 0, 0);
    assert.equal(written.length, 2);
    written.length = 0;
    stream.cancelled = true;
    progress('d', 0, 0);
    assert.deepEqual(written, []);
  });

  it('waits with a change until there is room, and gives up on a caller that reads nothing for a minute', async () => {
    const clock = heldClock();
    const { call, stream } = fakeCall(1);
    const waiting = send(clock, call, { change: {} });
    clock.pass(59_000);
    stream.emit('drain');
    await waiting;
    const stalled = send(clock, call, { change: {} });
    clock.pass(60_000);
    await assert.rejects(stalled, /^TowlineError: nothing was read for 60 s: repeat the command/);
  });

  it('ends at the next change where the caller has gone', async () => {
    const { call, stream } = fakeCall(1);
    const waiting = send(heldClock(), call, { change: {} });
    stream.cancelled = true;
    stream.emit('cancelled');
    await assert.rejects(waiting, /the caller has gone/);
    assert.throws(() => requireCaller(call), /the caller has gone/);
  });
});

describe('the change of a node that is too large for a message', () => {
  const change: NodeChange = {
    nodeName: 'n',
    kind: 'CHANGE_KIND_CHANGED',
    files: ['a', 'b', 'c'].map((name) => ({
      path: `bird/${name}`,
      kind: 'CHANGE_KIND_CHANGED',
      diff: `--- a\n+++ b\n${`+${name} line\n`.repeat(3)}`,
    })),
    secrets: [],
    impacts: [],
  };
  const size = change.files[0]?.diff.length ?? 0;

  it('stays as it is up to the limit', () => {
    assert.equal(boundedChange(change, String, 3 * size), change);
  });

  it('is cut after a whole line, with how much is left out and how to see it', () => {
    const { files } = boundedChange(change, (path) => `see ${path}`, size + 22);
    assert.deepEqual(
      files.map(({ diff }) => diff),
      [
        change.files[0]?.diff,
        '--- a\n+++ b\n+b line\n\\ cut here, 2 more lines: see n/bird/b\n',
        '\\ cut here, 5 more lines: see n/bird/c\n',
      ],
    );
  });

  it('is cut also where a line alone is too long', () => {
    const [file] = change.files;
    assert.ok(file);
    const { files } = boundedChange(
      { ...change, files: [{ ...file, diff: `+${'x'.repeat(100)}` }] },
      String,
      10,
    );
    assert.equal(files[0]?.diff, '\\ cut here, 1 more line: n/bird/a\n');
  });
});

describe('a caller that goes', () => {
  const fleet = fleetOfThree();

  /** Works with a connection of its own. */
  async function connected<T>(work: (client: AdminClient) => Promise<T>): Promise<T> {
    const client = connectAdmin(fleet.harness.config.socket);
    try {
      return await work(client);
    } finally {
      client.close();
    }
  }

  it('in the middle of a plan or rollback leaves everything as it is and nobody waiting', async () => {
    const { harness } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('set', 'mss_clamp', 'false');
    await harness.json('commit', '-m', 'second');
    await harness.json('set', 'mss_clamp', 'true');
    const before = await stateOf(harness);
    await connected(async (client) => {
      for await (const { change } of client.stream(admin.Plan, {})) if (change) break;
    });
    assert.equal((await harness.cli('plan')).code, 2);
    assert.equal(await stateOf(harness), before);
  });

  it('in the middle of a commit does not stop it', async () => {
    const { harness } = fleet;
    const hook = join(harness.config.network_dir, '.git/hooks/pre-commit');
    const [began, go] = [join(harness.dir, 'began'), join(harness.dir, 'go')];
    const wait = `for i in $(seq 200); do [ -e '${go}' ] && exit 0; sleep 0.05; done; exit 1`;
    writeFileSync(hook, `#!/bin/sh\ntouch '${began}'\n${wait}\n`, { mode: 0o755 });
    await harness.json('set', 'vars.owner', 'ops');
    await connected(async (client) => {
      const stream = client.stream(admin.Commit, { message: 'first', author: '' })[Symbol.asyncIterator]();
      const first = stream.next();
      await until('the commit is under way', () => existsSync(began));
      await first;
      await stream.return?.();
    });
    writeFileSync(go, '');
    await until('the release is made', () => harness.controller.store.releases.newest() === 1);
    assert.equal((await harness.cli('plan')).code, 0, 'the queue goes on');
    assert.match(await harness.git('rendered', 'tag'), /^v1$/m);
    assert.equal((await harness.git('network', 'log', '-1', '--format=%s')).trim(), 'first');
  });

  it('while it waits for its turn never gets one', async () => {
    const { harness } = fleet;
    const hook = join(harness.config.network_dir, '.git/hooks/pre-commit');
    const [began, go] = [join(harness.dir, 'began'), join(harness.dir, 'go')];
    const wait = `for i in $(seq 200); do [ -e '${go}' ] && exit 0; sleep 0.05; done; exit 1`;
    writeFileSync(hook, `#!/bin/sh\ntouch '${began}'\n${wait}\n`, { mode: 0o755 });
    await harness.json('set', 'vars.owner', 'ops');
    const first = harness.cli('commit', '-m', 'first');
    await until('the first is under way', () => existsSync(began));
    const service = new v1.AdminService(`unix:${harness.config.socket}`, credentials.createInsecure());
    const second = service.Commit({ message: 'second', author: '' });
    const ended = new Promise((resolve) => second.once('error', resolve));
    // A call on the same connection is answered after the daemon has seen the one before it.
    await new Promise((resolve) => service.GetStatus({}, resolve));
    second.cancel();
    await ended;
    service.close();
    await harness.write('notes.md', 'to be committed by nobody');
    writeFileSync(go, '');
    assert.equal((await first).code, 0);
    await harness.cli('plan');
    assert.doesNotMatch(await harness.git('network', 'log', '--format=%s'), /second/);
  });

  it('that reads slowly holds up nothing but itself: a diff of releases needs no turn', async () => {
    const { harness } = fleet;
    await harness.json('commit', '-m', 'first');
    await connected(async (client) => {
      const stream = client.stream(admin.DiffReleases, { from: 0, to: 1 })[Symbol.asyncIterator]();
      assert.equal((await stream.next()).value.change.nodeName, 'berlin');
      await harness.json('set', 'mss_clamp', 'false');
      assert.equal((await harness.json('commit', '-m', 'second')).release, 2);
      const names: string[] = [];
      for (let next = await stream.next(); !next.done; next = await stream.next())
        names.push(next.value.change?.nodeName ?? '');
      assert.deepEqual(names, ['hamburg', 'munich']);
    });
  });
});

describe('an error of the controller', () => {
  const fleet = fleetOfThree();

  it('comes in its own words, also where it is called unavailable', async () => {
    const { harness } = fleet;
    writeFileSync(join(harness.config.state_dir, 'inventory.git/hooks/pre-receive'), '#!/bin/sh\nexit 1\n', {
      mode: 0o755,
    });
    await harness.json('set', 'vars.owner', 'ops');
    const { code, err } = await harness.cli('commit', '-m', 'x');
    assert.equal(code, 1);
    assert.match(err, /^towline: \S+inventory\.git did not take the commit[^\n]*\n$/);
  });
});
