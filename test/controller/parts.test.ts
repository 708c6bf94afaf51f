import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { ServerWritableStream } from '@grpc/grpc-js';
import Database from 'better-sqlite3';
import { createChallenges } from '../../controller/agents/challenges.ts';
import { createWatches } from '../../controller/agents/watches.ts';
import { parseConfig } from '../../controller/config/load.ts';
import { parseEndpoint } from '../../controller/config/schema.ts';
import { createRateLimit } from '../../controller/enrollment/rate-limit.ts';
import { openAtRest, sealAtRest } from '../../controller/keys/seal-at-rest.ts';
import { createQueue } from '../../controller/serve/queue.ts';
import { writeMessage } from '../../controller/serve/write-message.ts';
import { openStore } from '../../controller/store/store.ts';
import { addressOf } from '../../controller/tunnel/source-address.ts';
import type { Clock } from '../../shared/os/clock.ts';

function fakeClock(): Clock & { at: number } {
  const clock = { at: 0, monotonic: () => clock.at, now: () => clock.at, sleep: async () => undefined };
  return clock;
}

describe('challenges', () => {
  it('are good once, for 60 s, and for the address that asked', () => {
    const clock = fakeClock();
    const challenges = createChallenges(clock);
    const one = challenges.issue('a');
    assert.equal(challenges.redeem(one, 'b'), false);
    assert.equal(challenges.redeem(one, 'a'), true);
    assert.equal(challenges.redeem(one, 'a'), false);
    const late = challenges.issue('a');
    clock.at = 60_001;
    assert.equal(challenges.redeem(late, 'a'), false);
  });

  it('do not pile up: the oldest of an address goes', () => {
    const challenges = createChallenges(fakeClock());
    const issued = Array.from({ length: 100 }, () => challenges.issue('a'));
    assert.equal(issued.filter((challenge) => challenges.redeem(challenge, 'a')).length, 32);
  });
});

describe('the watches', () => {
  it('keep the latest state only, however much happens while nobody reads', async () => {
    const watches = createWatches();
    const watcher = watches.open(1);
    for (let i = 1; i <= 10_000; i++) {
      const address = `198.18.0.${i % 250}`;
      watches.hint(1, {
        nodeName: `peer${i % 3}`,
        address,
        addresses: [address],
        port: 0,
        left: false,
        leftAddresses: [],
        families: null,
      });
      watches.desire(1, {
        release: i,
        bundleDigest: Buffer.alloc(32),
        epoch: 1,
        retry: 0,
        stageOnly: false,
        linkKey: 0,
      });
    }
    const seen = [await watcher.next(), await watcher.next(), await watcher.next(), await watcher.next()];
    assert.deepEqual(
      seen.map((message) => message?.peerEndpoint?.nodeName ?? message?.desiredRelease?.release),
      ['peer1', 'peer2', 'peer0', 10_000],
    );
    watcher.close();
    assert.equal(await watcher.next(), undefined);
    assert.equal(watches.count(), 0);
  });

  it('close the oldest of a node that opens one after another', async () => {
    const watches = createWatches();
    const first = watches.open(1);
    const waiting = first.next();
    for (let i = 0; i < 10; i++) watches.open(1);
    assert.equal(await waiting, undefined);
    assert.equal(watches.count(), 3);
  });

  it('write nothing more to a stream that is full until it has drained', async () => {
    const written: unknown[] = [];
    const stream = Object.assign(new EventEmitter(), {
      cancelled: false,
      destroyed: false,
      write: (message: unknown) => written.push(message) < 2,
    });
    const call = stream as unknown as ServerWritableStream<object, object>;
    assert.equal(await writeMessage(call, { first: 1 }), true);
    let settled = false;
    const second = writeMessage(call, { second: 2 }).finally(() => {
      settled = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(settled, false);
    stream.emit('drain');
    assert.equal(await second, true);
    assert.equal(stream.listenerCount('drain'), 0);
    stream.cancelled = true;
    assert.equal(await writeMessage(call, { third: 3 }), false);
    assert.equal(written.length, 2);
  });
});

describe('the rate limit of enrollment', () => {
  it('lets 120 requests through at once, then two a second, and counts an IPv6 /64 as one', () => {
    const clock = fakeClock();
    const mayAsk = createRateLimit(clock);
    const passed = (count: number, address: (i: number) => string) =>
      Array.from({ length: count }, (_, i) => mayAsk(address(i), undefined)).filter(Boolean).length;
    assert.equal(
      passed(200, (i) => `2001:db8:0:1::${i.toString(16)}`),
      120,
    );
    assert.equal(mayAsk('2001:db8:0:2::1', undefined), true);
    assert.equal(
      passed(200, () => '192.0.2.1'),
      120,
    );
    clock.at = 5_000;
    assert.equal(
      passed(200, () => '192.0.2.1'),
      10,
    );
  });

  it('lets a thousand of all sources through at once, then a hundred a second', () => {
    const clock = fakeClock();
    const mayAsk = createRateLimit(clock);
    const passed = (round: number) =>
      Array.from({ length: 2_000 }, (_, i) => mayAsk(`10.${round}.${i >> 8}.${i & 255}`, undefined)).filter(
        Boolean,
      ).length;
    assert.equal(passed(1), 1_000);
    assert.equal(mayAsk('192.0.2.1', undefined), false);
    assert.equal(mayAsk('192.0.2.1', Buffer.alloc(32)), true, 'a router that waits already is let through');
    clock.at = 5_000;
    assert.equal(passed(2), 500);
  });

  it('takes nothing of the others for one that asks too often alone', () => {
    const clock = fakeClock();
    const mayAsk = createRateLimit(clock);
    for (let i = 0; i < 5_000; i++) mayAsk('192.0.2.1', undefined);
    assert.equal(mayAsk('192.0.2.2', undefined), true);
  });

  it('gives a customer that has thousands of IPv6 networks four times what one has', () => {
    const clock = fakeClock();
    const mayAsk = createRateLimit(clock);
    const ask = (i: number) => mayAsk(`2001:db8:1:${i.toString(16)}::1`, undefined);
    assert.equal(Array.from({ length: 5_000 }, (_, i) => ask(i)).filter(Boolean).length, 480);
    assert.equal(mayAsk('2001:db8:2::1', undefined), true, 'the others are not touched');
    clock.at = 10_000;
    assert.equal(Array.from({ length: 5_000 }, (_, i) => ask(i)).filter(Boolean).length, 80);
  });

  it('gives a router that is known a share of its own, from wherever it asks', () => {
    const clock = fakeClock();
    const mayAsk = createRateLimit(clock);
    const ask = (identity: number) => (_: unknown, i: number) =>
      mayAsk(`10.${identity}.${i >> 8}.${i & 255}`, Buffer.alloc(32, identity));
    assert.equal(Array.from({ length: 5_000 }, ask(1)).filter(Boolean).length, 120);
    assert.equal(Array.from({ length: 120 }, ask(2)).filter(Boolean).length, 120);
    clock.at = 10_000;
    assert.equal(Array.from({ length: 5_000 }, ask(1)).filter(Boolean).length, 10);
  });

  it('lets a hundred a second through also while twice as many ask without a pause', () => {
    const clock = fakeClock();
    const mayAsk = createRateLimit(clock);
    let passed = 0;
    for (let i = 0; i < 10_000; i++) {
      clock.at = i * 5;
      if (mayAsk(`10.0.${(i >> 8) & 255}.${i & 255}`, undefined)) passed++;
    }
    assert.ok(passed > 5_900 && passed <= 6_000, `${passed} in 50 s`);
  });
});

describe('addresses of callers', () => {
  for (const [peer, address] of [
    ['127.0.0.1:1', '127.0.0.1'],
    ['::ffff:198.18.0.1:4000', '198.18.0.1'],
    ['fd00:0:0::1:0005:51820', 'fd00::1:5'],
    ['[2001:DB8::1]:51820', '2001:db8::1'],
    ['[fe80::1%eth0]:1', 'fe80::1'],
    ['unknown', 'unknown'],
  ] as const) {
    it(`${peer} is ${address}`, () => assert.equal(addressOf(peer), address));
  }
});

describe('endpoints in the configuration', () => {
  for (const [text, expected] of [
    ['vpn.example.net', { host: 'vpn.example.net' }],
    ['vpn.example.net:4500', { host: 'vpn.example.net', port: 4500 }],
    ['192.0.2.1:1', { host: '192.0.2.1', port: 1 }],
    ['2001:db8::1', { host: '2001:db8::1' }],
    ['[2001:db8::1]:4500', { host: '2001:db8::1', port: 4500 }],
    ['', undefined],
    ['host:0', undefined],
    ['host:65536', undefined],
    ['[host]:1', undefined],
    ['1.2.3.4.5', undefined],
    ['host/x', undefined],
  ] as const) {
    it(`${JSON.stringify(text)} is ${JSON.stringify(expected)}`, () =>
      assert.deepEqual(parseEndpoint(text), expected));
  }

  it('need no more than that: everything else has a default', () => {
    const config = parseConfig('x', 'endpoints = ["a.example"]');
    assert.equal(config.listen.agents_port, 7443);
    assert.equal(config.wireguard.mode, 'auto');
  });

  it('are named with file and line where something is wrong', () => {
    const text = 'endpoints = []\n[wireguard]\nmode = "fast"\n[listen]\nhttp = "x"\nagents_port = -1\n';
    assert.throws(
      () => parseConfig('c.toml', text),
      (error: Error) => {
        assert.match(error.message, /c\.toml:1: endpoints: expected at least one/);
        assert.match(error.message, /c\.toml:3: wireguard\.mode: /);
        assert.match(error.message, /c\.toml:5: listen\.http: "x" is no address and port/);
        assert.match(error.message, /c\.toml:6: listen\.agents_port: /);
        return true;
      },
    );
    assert.throws(() => parseConfig('c.toml', 'endpoints = '), /c\.toml:1: no valid TOML/);
  });
});

describe('the store', () => {
  const dir = mkdtempSync(join(tmpdir(), 'towline-store-'));
  const path = join(dir, 'controller.db');

  it('never uses a release number twice, even if the newest release is gone', () => {
    const release = { created: 1, message: 'm', author: 'a', inventoryCommit: 'c' };
    const store = openStore(path);
    assert.equal(store.releases.insert(release), 1);
    assert.throws(() =>
      store.transaction(() => {
        store.releases.insert(release);
        throw new Error('half way');
      }),
    );
    assert.equal(store.releases.newest(), 1);
    assert.equal(store.releases.insert(release), 2);
    store.close();
    const db = new Database(path);
    db.exec('DELETE FROM releases WHERE number = 2');
    db.close();
    const again = openStore(path);
    assert.equal(again.releases.insert(release), 3);
    again.close();
  });

  it('refuses a database of a newer towline', () => {
    const db = new Database(path);
    db.pragma('user_version = 999');
    db.close();
    assert.throws(() => openStore(path), /has version 999 .* install the newer towline again/);
    rmSync(dir, { recursive: true });
  });

  it('opens secrets with its own master key only', () => {
    const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const sealed = sealAtRest(key, Buffer.from('secret'));
    assert.ok(!sealed.includes('secret'));
    assert.equal(openAtRest(key, sealed).toString(), 'secret');
    assert.throws(() => openAtRest(other, sealed), /does not open with keys\/master\.key/);
  });
});

describe('the queue', () => {
  it('runs one thing after another and goes on after one that failed', async () => {
    const queue = createQueue();
    const order: string[] = [];
    const slow = queue(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      order.push('first');
      throw new Error('failed');
    });
    const second = queue(async () => {
      order.push('second');
    });
    await assert.rejects(slow);
    await second;
    assert.deepEqual(order, ['first', 'second']);
  });
});
