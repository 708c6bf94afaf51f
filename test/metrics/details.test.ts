import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseBfdDetails, parseDaemon, parseDetails } from '../../agent/bird/details.ts';
import type { BirdReply } from '../../agent/bird/reply.ts';

/** Lines as BIRD 2.0.12 prints them, all with one code but for those that begin a protocol. */
const reply = (text: string, code: number, first = code): BirdReply => ({
  code: 0,
  lines: text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ code: line.startsWith(' ') ? code : first, text: line })),
});

const protocols = `tl_device  Device     ---        up     2026-11-23 23:51:47  
tl_pipe    Pipe       ---        up     2026-11-23 23:51:47  master4 <=> tl_main4
  Channel main
    Table:          master4
    Import filter:  ACCEPT
  Routes:         7 imported, 7 exported
link_kiel  BGP        ---        start  2026-11-23 23:51:47  Active        Socket: Connection refused
  Description:    kiel
  BGP state:          Active
    Neighbor address: fe80::3%tl-kiel
link_berlin BGP        ---        up     2026-11-23 23:51:47.500  Established   
  Description:    berlin
    Hold timer:       23.027/30
  Channel ipv4
    State:          UP
    Input filter:   tl_ebgp_in
    Output filter:  (unnamed)
    Import limit:   16
      Action:       block
    Routes:         2 imported, 1 filtered, 3 exported, 2 preferred
    Route change stats:     received   rejected   filtered    ignored   accepted
      Import updates:              5          0          1          2          2
      Import withdraws:            4          0        ---          0          3
      Export updates:              8          2          1        ---          5
      Export withdraws:            6        ---        ---        ---          1
    BGP Next hop:   :: fe80::1
  Channel ipv6
    Input filter:   ACCEPT
    Output filter:  REJECT
    Routes:         0 imported, 0 exported, 0 preferred
`;

test('protocols are read with their channels, filters, routes and changes', () => {
  const found = parseDetails(reply(protocols, 1006, 1002));
  assert.deepEqual(
    found.map(({ name, type, isUp, channels }) => [name, type, isUp, channels.map(({ family }) => family)]),
    [
      ['tl_device', 'Device', true, []],
      ['tl_pipe', 'Pipe', true, []],
      ['link_kiel', 'BGP', false, []],
      ['link_berlin', 'BGP', true, [4, 6]],
    ],
  );
  assert.equal(found[2]?.info, 'Active        Socket: Connection refused');
  const [v4, v6] = found[3]?.channels ?? [];
  assert.deepEqual([v4?.importFilter, v4?.exportFilter], ['tl_ebgp_in', '(unnamed)']);
  assert.deepEqual([v4?.imported, v4?.filtered, v4?.exported, v4?.preferred], [2, 1, 3, 2]);
  assert.deepEqual(v4?.changes.get('Import withdraws'), {
    ...{ received: 4, rejected: 0, filtered: undefined, ignored: 0, accepted: 3 },
  });
  assert.equal(v4?.changes.get('Export withdraws')?.rejected, undefined);
  assert.deepEqual([v6?.importFilter, v6?.exportFilter, v6?.changes.size], ['ACCEPT', 'REJECT', 0]);
  assert.equal((found[3]?.sinceMs ?? 0) - (found[2]?.sinceMs ?? 0), 500);
});

test('BFD sessions and the daemon are read, in both of its time formats', () => {
  const sessions = `fe80::2                   tl-berlin  Up         2026-11-23 23:51:47    0.300    1.500
fe80::3                   tl-kiel    Down       23:51:47.123    1.000    0.000
IP address                Interface  State      Since         Interval  Timeout
`;
  const [berlin, kiel, ...more] = parseBfdDetails(reply(sessions, 1020));
  assert.deepEqual(more, []);
  assert.deepEqual(
    [berlin?.address, berlin?.isUp, berlin?.interval, berlin?.timeout],
    ['fe80::2', true, 0.3, 1.5],
  );
  assert.deepEqual([kiel?.interface, kiel?.isUp, kiel?.interval], ['tl-kiel', false, 1]);
  const status = `BIRD 2.0.12
Router ID is 10.255.0.1
Hostname is aachen
Current server time is 2026-11-23 23:51:48.560
Last reboot on 2026-11-23 23:51:47.058
Last reconfiguration on 2026-11-23 23:51:47.074
Daemon is up and running
`;
  const daemon = parseDaemon(reply(status, 1011));
  assert.deepEqual([daemon.version, daemon.routerId], ['2.0.12', '10.255.0.1']);
  assert.equal((daemon.nowMs ?? 0) - (daemon.rebootMs ?? 0), 1502);
});

test('whatever lines come, what is not understood is left out', () => {
  const line = fc.record({
    code: fc.constantFrom(0, 1002, 1006, 1011, 1020, 8001, 9001),
    text: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.constantFrom(...protocols.split('\n')),
      fc.constantFrom(
        '  Channel __proto__',
        '    Routes: 99999999999999999999 imported',
        '      Import updates: -1 x',
      ),
    ),
  });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
      const whole = { code: 0, lines };
      for (const { channels } of parseDetails(whole))
        for (const { imported, family } of channels)
          assert.ok(imported >= 0 && (family === 4 || family === 6));
      for (const { interval, timeout } of parseBfdDetails(whole)) assert.ok(interval >= 0 && timeout >= 0);
      parseDaemon(whole);
    }),
  );
});
