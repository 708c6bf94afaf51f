import assert from 'node:assert/strict';
import { test } from 'node:test';
import { showLinks, trackedRows } from '../../agent/report/links.ts';
import type { AgentStatus } from '../../agent/report/status.ts';

test('links shows state, since when, why and what is due, and bears a status of an older agent', () => {
  const link = { interface: 'tl-x', endpoint: null, handshakeAgeS: null };
  const tracker = {
    state: 'backingOff',
    sinceMs: 940_000,
    reason: 'nothing arrives',
    nextMs: 1_010_000,
    last: null,
  };
  const status = {
    updatedMs: 1_000_000,
    links: [
      { ...link, peer: 'kiel', tracker },
      { ...link, peer: 'bonn' },
    ],
  } as unknown as AgentStatus;
  const rows = trackedRows(status);
  assert.deepEqual([rows[0]?.forS, rows[0]?.nextS, rows[1]?.state], [60, 10, 'unknown']);
  assert.match(showLinks(rows, 500, 504), /kiel +backing off +64 s +in 6 s +- +\? +\? +nothing arrives/);
  assert.match(showLinks(rows, 500, 520), /kiel +backing off +80 s +now/);
});

test('links shows the MTU beside what fits the path, once any path was measured', () => {
  const link = { interface: 'tl-x', endpoint: null, handshakeAgeS: null, mtu: 1420 };
  const measured = (pathMtu: unknown, fittingMtu: unknown) =>
    showLinks(
      trackedRows({
        updatedMs: 1_000_000,
        links: [
          { ...link, peer: 'kiel', pathMtu, fittingMtu },
          { ...link, peer: 'bonn', pathMtu: 1480, fittingMtu: 1420 },
        ],
      } as unknown as AgentStatus),
      500,
      500,
    );
  assert.match(measured(1392, 1332), /kiel .* 1420, fits 1332/);
  assert.match(measured(null, null), /kiel .* 1420, path unknown/);
  assert.match(measured('tooSmall', 1280), /kiel .* 1420, path too small/);
  assert.match(measured(1392, 1332), /bonn .* 1420 *$/m);
  const unmeasured = { updatedMs: 1, links: [{ ...link, peer: 'kiel', pathMtu: null }] };
  assert.doesNotMatch(showLinks(trackedRows(unmeasured as unknown as AgentStatus), 500, 500), /MTU/);
});

test('links shows over which families a link can work, and why not over the others', () => {
  const prospects = {
    ipv4: { verdict: 'impossible', reason: 'kiel has no IPv4' },
    ipv6: { verdict: 'possible', reason: 'kiel is behind NAT, and has to send first' },
  };
  const link = { interface: 'tl-x', endpoint: null, handshakeAgeS: null, peer: 'kiel', prospects };
  const rows = trackedRows({ updatedMs: 1, links: [link] } as unknown as AgentStatus);
  const shown = showLinks(rows, 500, 500);
  assert.match(shown, /IPV4 +IPV6/);
  assert.match(shown, /kiel .* no +yes/);
  assert.match(shown, /\n\nIPv4 with kiel: kiel has no IPv4\n$/);
  assert.deepEqual(rows[0]?.prospects, prospects);
});
