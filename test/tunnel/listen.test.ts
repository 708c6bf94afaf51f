import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { listenInTunnel } from '../../agent/tunnel/listen.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { silentLog } from '../fakes/log.ts';

test('attempts to listen at an address that is not there yet leave nothing behind', async () => {
  const server = createServer();
  const before = ['listening', 'error'].map((name) => server.listenerCount(name));
  const ended = new AbortController();
  let failed = 0;
  const clock = {
    ...systemClock,
    sleep: async () => {
      if (++failed === 20) ended.abort(new Error('ended'));
      ended.signal.throwIfAborted();
    },
  };
  // RFC 5737: an address of nobody's.
  const options = { server, address: '192.0.2.1', port: 9, what: 'it', clock, log: silentLog };
  await assert.rejects(listenInTunnel(options, ended.signal), /ended/);
  assert.equal(failed, 20);
  assert.deepEqual(
    ['listening', 'error'].map((name) => server.listenerCount(name)),
    before,
  );
});
