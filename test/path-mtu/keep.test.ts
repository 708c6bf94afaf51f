import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bundle } from '../../agent/check/bundle.ts';
import { keepPathMtus } from '../../agent/path-mtu/keep.ts';
import type { Measured } from '../../agent/path-mtu/memory.ts';
import { createMutex } from '../../shared/os/mutex.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';
import { silentLog } from '../fakes/log.ts';

/** A node with links to kiel and bonn whose paths carry 1392 bytes; what the loop did in so many turns of its own. */
async function turns(mode: 'report' | 'set' | undefined, about: Partial<World> = {}) {
  const world: World = { carries: 1392, endpoint: () => '198.18.1.2:51821', isUp: true, turns: 6, ...about };
  const peers = ['kiel', 'bonn'];
  const links = peers.map((peer) => ({ interface: `tl-${peer}`, mtu: 1420, peer: {} }));
  const settings = { path_mtu: mode, links: peers.map((peer) => ({ peer, interface: `tl-${peer}` })) };
  const known = new Map<string, Measured>();
  const set: string[] = [];
  const [ended, lock] = [new AbortController(), createMutex()];
  let [nowMs, turn, pings, isHeld] = [0, 0, 0, false];
  await keepPathMtus(
    {
      clock: {
        monotonic: () => nowMs,
        now: () => nowMs,
        sleep: async (ms, signal) => {
          nowMs += ms;
          if (turn++ === world.turns) ended.abort();
          signal?.throwIfAborted();
        },
      },
      log: silentLog,
      bundle: async () => ({ links, settings }) as unknown as Bundle,
      tracker: {
        links: () =>
          new Map(
            peers.map((peer) => [`tl-${peer}`, { memory: { state: world.isUp ? 'up' : 'suspect' } }]),
          ) as never,
      },
      devices: () =>
        new Map(
          peers.map((peer) => [
            `tl-${peer}`,
            { peers: [{ endpoint: world.endpoint(turn) }] } as unknown as DeviceState,
          ]),
        ),
      own: () => ({ own: ['198.18.9.2'] }),
      pathMtus: { of: (node) => known.get(node), put: async (node, found) => void known.set(node, found) },
      echoTo: async () => async (bytes) => {
        pings++;
        if (world.carries === undefined) return { is: 'silent' };
        if (world.carries === 'nothing') throw new Error('ping: not found');
        return bytes <= world.carries ? { is: 'answered' } : { is: 'tooBig', mtu: world.carries };
      },
      lock: {
        run: (task) =>
          lock.run(async () => {
            isHeld = true;
            return task().finally(() => {
              isHeld = false;
            });
          }),
      },
      setMtu: async (name, mtu) => {
        assert.ok(isHeld, 'nobody else changes links meanwhile');
        set.push(`${name} ${mtu}`);
      },
      random: () => 0,
    },
    ended.signal,
  ).catch((error: unknown) => {
    if (!ended.signal.aborted) throw error;
  });
  return { set, known: [...known.values()].map(({ path }) => path), pings };
}

interface World {
  /** Bytes; undefined: nobody answers. `nothing`: there is no ping. */
  readonly carries: number | undefined | 'nothing';
  readonly endpoint: (turn: number) => string;
  readonly isUp: boolean;
  readonly turns: number;
}

test('each link is measured once, and set only where that is asked for', async () => {
  assert.deepEqual(await turns('set'), {
    set: ['tl-kiel 1332', 'tl-bonn 1332'],
    known: [1392, 1392],
    pings: 6,
  });
  assert.deepEqual(await turns('report'), { set: [], known: [1392, 1392], pings: 6 });
  assert.deepEqual(await turns(undefined), { set: [], known: [], pings: 0 });
});

test('it is measured again after some hours, or where the path is another one', async () => {
  assert.equal((await turns('set', { turns: 4400 })).set.length, 4);
  const moved = await turns('set', { endpoint: (turn) => (turn < 4 ? '198.18.1.2:1' : '[2001:db8::2]:1') });
  assert.deepEqual(moved.set, ['tl-kiel 1332', 'tl-bonn 1332', 'tl-kiel 1312', 'tl-bonn 1312']);
});

test('who answers no ping, is not reached, or cannot be asked keeps the MTU that it has', async () => {
  assert.deepEqual((await turns('set', { carries: undefined })).set, []);
  assert.deepEqual(await turns('set', { isUp: false }), { set: [], known: [], pings: 0 });
  assert.deepEqual((await turns('set', { carries: 'nothing' })).set, []);
});

test('a path that carries less than 1280 inside gets 1280', async () => {
  assert.deepEqual((await turns('set', { carries: 1300 })).set, ['tl-kiel 1280', 'tl-bonn 1280']);
});
