import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TunnelMove, TunnelPlace } from '../../controller/store/tunnel-moves.ts';
import { type MoveRequest, placesOf, planMove } from '../../controller/tunnel/places.ts';

const configured: TunnelPlace = {
  generation: 0,
  interface: 'tlmgmt',
  port: 51_820,
  keyFile: 'wireguard.key',
  endpoints: ['vpn.example.net:51820'],
};
const base: TunnelMove = { ...configured, state: 'settled', begun: 1 };
const elsewhere: TunnelMove = {
  generation: 1,
  interface: 'tlmgmt2',
  port: 51_999,
  keyFile: 'wireguard-1.key',
  endpoints: ['vpn.example.net:51999'],
  state: 'moving',
  begun: 2,
};
const asked = (request: Partial<MoveRequest>): MoveRequest => ({
  endpoints: [],
  port: 0,
  newKey: false,
  ...request,
});

test('which ends there are follows from the moves', () => {
  const summary = (moves: readonly TunnelMove[]) => {
    const { target, home, beside, state } = placesOf(moves, configured);
    return [state, target.generation, home.port, beside?.port];
  };
  const back: TunnelMove = { ...base, generation: 2, state: 'returning' };
  const renamed: TunnelMove = { ...base, generation: 1, endpoints: ['b.example.net:51820'], state: 'moving' };
  const cases: [moves: TunnelMove[], expected: unknown[]][] = [
    [[], ['settled', 0, 51_820, undefined]],
    [
      [base, elsewhere],
      ['moving', 1, 51_820, 51_999],
    ],
    [
      [base, { ...elsewhere, state: 'settled' }],
      ['settled', 1, 51_999, undefined],
    ],
    [
      [base, { ...elsewhere, state: 'aborted' }, back],
      ['returning', 2, 51_820, 51_999],
    ],
    [
      [base, { ...elsewhere, state: 'aborted' }, { ...back, state: 'settled' }],
      ['settled', 2, 51_820, undefined],
    ],
    [
      [base, renamed],
      ['moving', 1, 51_820, undefined],
    ],
    [
      [base, { ...elsewhere, state: 'settled' }, { ...base, generation: 2, state: 'moving' }],
      ['moving', 2, 51_999, 51_820],
    ],
  ];
  for (const [moves, expected] of cases) assert.deepEqual(summary(moves), expected);
});

test('another port or key gets the other interface, other endpoints alone keep it', () => {
  const places = placesOf([], configured);
  assert.deepEqual(planMove(places, asked({ port: 51_999, newKey: true })), {
    generation: 1,
    interface: 'tlmgmt2',
    port: 51_999,
    keyFile: 'wireguard-1.key',
    endpoints: ['vpn.example.net:51999'],
  });
  assert.deepEqual(
    planMove(places, asked({ endpoints: ['2001:db8::1', 'b.example.net:4500', 'b.example.net:4500'] })),
    {
      generation: 1,
      interface: 'tlmgmt',
      port: 51_820,
      keyFile: 'wireguard.key',
      endpoints: ['[2001:db8::1]:51820', 'b.example.net:4500'],
    },
  );
});

test('a place that cannot be moved to is refused with what to say instead', () => {
  const cases: [request: Partial<MoveRequest>, message: RegExp][] = [
    [{}, /the tunnel is there already/],
    [{ port: 51_820 }, /the tunnel is there already/],
    [{ endpoints: ['vpn.example.net'] }, /the tunnel is there already/],
    [{ newKey: true }, /a new key needs another port/],
    [{ newKey: true, port: 51_820 }, /a new key needs another port/],
    [{ port: 65_536 }, /no UDP port/],
    [{ port: 4_294_967_295 }, /no UDP port/],
    [{ endpoints: [''] }, /is no endpoint/],
    [{ endpoints: ['vpn.example.net:0'] }, /is no endpoint/],
    [{ endpoints: ['vpn.example.net:99999'] }, /is no endpoint/],
    [{ endpoints: ['-oProxyCommand=x'] }, /is no endpoint/],
    [{ endpoints: ['a b'] }, /is no endpoint/],
    [{ endpoints: ['300.1.2.3'] }, /is no endpoint/],
    [{ endpoints: ['[::1'] }, /is no endpoint/],
    [{ endpoints: ['vpn.example.net\n[Peer]'] }, /is no endpoint/],
    [{ endpoints: ['x'.repeat(100_000)] }, /is no endpoint/],
    [{ endpoints: Array.from({ length: 9 }, (_, i) => `h${i}.example.net`) }, /9 endpoints are too many/],
  ];
  for (const [request, message] of cases) {
    assert.throws(() => planMove(placesOf([], configured), asked(request)), message);
  }
  const forwarded = { ...configured, endpoints: ['vpn.example.net:443'] };
  assert.throws(
    () => planMove(placesOf([], forwarded), asked({ port: 51_999 })),
    /say with --endpoint where/,
  );
  assert.throws(
    () => planMove(placesOf([base, elsewhere], configured), asked({ port: 52_000 })),
    /move 1 is under way/,
  );
});
