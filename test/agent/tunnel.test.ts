import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createGlances } from '../../agent/tracker/glances.ts';
import { keepTunnel, type MovesOfNode } from '../../agent/tunnel/keep.ts';
import { systemClock } from '../../shared/os/clock.ts';
import type { Log } from '../../shared/os/log.ts';
import { silentLog } from '../fakes/log.ts';
import { FakeWireGuard } from '../fakes/wireguard.ts';

const peer = { publicKey: 'controller', allowedIps: [], endpoint: '198.18.0.1:51820' };

interface Keeping {
  /** Turns of a second each that the loop takes. */
  readonly turns: number;
  /** What is there when the loop begins. */
  readonly wireguard?: FakeWireGuard;
  /** What the first calls of bringUp throw after the peer is set. */
  readonly failures?: string[];
  /** Called between turns, with their number. */
  readonly disturb?: (turn: number, wireguard: FakeWireGuard) => void;
  readonly isDue?: () => boolean;
  readonly moves?: Pick<MovesOfNode, 'take' | 'spoken' | 'hasWay'>;
  readonly resolve?: (host: string) => Promise<string[]>;
  readonly log?: Log;
}

/** What the loop did: `TURN: bring up ENDPOINT` and `TURN: up`. */
async function keep(context: TestContext, keeping: Keeping): Promise<string[]> {
  const {
    turns,
    wireguard = new FakeWireGuard(),
    failures = [],
    disturb = () => {},
    isDue = () => false,
    moves,
    resolve = async (host: string) => [host],
    log = silentLog,
  } = keeping;
  const folder = await mkdtemp(join(tmpdir(), 'towline-tunnel-'));
  context.after(() => rm(folder, { recursive: true }));
  const ended = new AbortController();
  const calls: string[] = [];
  let turn = 0;
  await keepTunnel(
    {
      wireguard,
      glances: createGlances(wireguard, systemClock),
      bringUp: async (endpoint) => {
        calls.push(`${turn}: bring up ${endpoint}`);
        await wireguard.sync('tlmgmt', { privateKey: '', peers: [{ ...peer, endpoint }] });
        const failure = failures.shift();
        if (failure !== undefined) throw new Error(failure);
      },
      isDue,
      ...(moves === undefined
        ? {}
        : {
            moves: {
              ...moves,
              pause: async () => {
                disturb(++turn, wireguard);
                if (turn >= turns) ended.abort();
              },
            },
          }),
      onUp: () => calls.push(`${turn}: up`),
      clock: {
        ...systemClock,
        monotonic: () => turn * 1000,
        sleep: async () => {
          disturb(++turn, wireguard);
          if (turn >= turns) ended.abort();
        },
      },
      log,
      resolve,
      resolveTimeoutMs: 1000,
      place: {
        generation: 0,
        interface: 'tlmgmt',
        controllerKey: 'controller',
        endpoints: ['198.18.0.1:51820', '198.18.0.2:51820'],
      },
      lastEndpointFile: join(folder, 'last.json'),
    },
    ended.signal,
  );
  return calls;
}

function receive(wireguard: FakeWireGuard): void {
  const [own] = wireguard.devices.get('tlmgmt')?.peers ?? [];
  if (own !== undefined) own.receivedBytes += 100;
}

test('a tunnel that an earlier agent left is completed once, at the endpoint that it has', async (context) => {
  const wireguard = new FakeWireGuard();
  await wireguard.sync('tlmgmt', { privateKey: '', peers: [{ ...peer, endpoint: '203.0.113.7:51820' }] });
  receive(wireguard);
  const calls = await keep(context, { turns: 3, wireguard });
  assert.deepEqual(calls, ['0: bring up 203.0.113.7:51820', '0: up']);
});

test('a tunnel that came up by half is not used before it came up whole', async (context) => {
  const calls = await keep(context, { turns: 4, failures: ['no address', 'no route'] });
  const once = 'bring up 198.18.0.1:51820';
  assert.deepEqual(calls, [`0: ${once}`, `1: ${once}`, `2: ${once}`, '2: up']);
});

test('what fails each second is said once, and again when it worked meanwhile', async (context) => {
  const said: unknown[] = [];
  const log: Log = { ...silentLog, warn: (fields: unknown) => void said.push(fields) };
  const failing = { turns: 20, failures: Array<string>(8).fill('no route'), log };
  await keep(context, {
    ...failing,
    disturb: (turn, wireguard) => {
      if (turn !== 12) return;
      wireguard.devices.clear();
      failing.failures.push('no route', 'no route');
    },
  });
  assert.deepEqual(said, [{ error: 'no route' }, { error: 'no route' }]);
  said.length = 0;
  const resolve = async (host: string) => {
    throw new Error(`no answer for ${host}`);
  };
  await keep(context, { turns: 20, resolve, log });
  assert.deepEqual(said, [
    { endpoint: '198.18.0.1:51820', error: 'no answer for 198.18.0.1' },
    { endpoint: '198.18.0.2:51820', error: 'no answer for 198.18.0.2' },
  ]);
});

test('a tunnel that a rollback wants whole is completed again, at the endpoint that it has', async (context) => {
  let isWanted = false;
  const calls = await keep(context, {
    turns: 8,
    disturb: (turn, wireguard) => {
      receive(wireguard);
      isWanted = turn === 5;
    },
    isDue: () => isWanted,
  });
  const ups = calls.filter((call) => call.includes('bring up'));
  assert.deepEqual(ups, ['0: bring up 198.18.0.1:51820', '5: bring up 198.18.0.1:51820']);
});

test('a tunnel that somebody deleted comes back at the endpoint that worked, not at the next one', async (context) => {
  const calls = await keep(context, {
    turns: 8,
    disturb: (turn, wireguard) => {
      receive(wireguard);
      if (turn === 4) wireguard.devices.delete('tlmgmt');
    },
  });
  const ups = calls.filter((call) => call.includes('bring up'));
  assert.deepEqual(ups, ['0: bring up 198.18.0.1:51820', '4: bring up 198.18.0.1:51820']);
});

/** A node whose addresses change at a turn; what WireGuard was asked to do since, and how often the tunnel spoke. */
async function moving(
  context: TestContext,
  at: number,
  { isHeard, hasWay = () => true }: { isHeard: (turn: number) => boolean; hasWay?: MovesOfNode['hasWay'] },
) {
  const wireguard = new FakeWireGuard();
  const done: string[] = [];
  let [isDue, hasMoved, spoken] = [false, false, 0];
  await keep(context, {
    turns: at + 9,
    wireguard,
    disturb: (turn, fake) => {
      done.push(...fake.calls.splice(0).map((call) => `${turn - 1 - at}: ${call}`));
      if (isHeard(turn)) receive(fake);
      isDue = turn === at;
      hasMoved ||= isDue;
    },
    moves: {
      take: () => isDue,
      spoken: () => spoken++,
      hasWay: (endpoint) => !hasMoved || hasWay(endpoint),
    },
  });
  return { done: done.filter((call) => !call.startsWith('-')), spoken };
}

test('a tunnel whose node moved speaks at once, by the endpoint that it has set anew', async (context) => {
  const { done, spoken } = await moving(context, 5, { isHeard: () => true });
  assert.deepEqual([done, spoken], [['0: endpoint tlmgmt 198.18.0.1:51820'], 1]);
});

test('a tunnel whose node moved, and that hears nothing then, tries the next endpoint in three seconds', async (context) => {
  const { done } = await moving(context, 5, { isHeard: (turn) => turn <= 5 });
  assert.deepEqual(done, ['0: endpoint tlmgmt 198.18.0.1:51820', '3: endpoint tlmgmt 198.18.0.2:51820']);
});

test('a tunnel whose node has no way to its endpoint any more goes to another one at once', async (context) => {
  const hasWay = (endpoint: string) => endpoint !== '198.18.0.1:51820';
  const { done } = await moving(context, 5, { isHeard: (turn) => turn <= 5, hasWay });
  assert.deepEqual(done.slice(0, 2), [
    '0: endpoint tlmgmt 198.18.0.1:51820',
    '0: endpoint tlmgmt 198.18.0.2:51820',
  ]);
  assert.ok(done.slice(1).every((call) => call.endsWith('198.18.0.2:51820')));
});

test('a tunnel that was silent for longer than a session lasts begins a handshake at once', async (context) => {
  const { done } = await moving(context, 400, { isHeard: (turn) => turn <= 100 });
  assert.equal(done[0], '0: renew peer tlmgmt controller');
});
