import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followAddresses } from '../../agent/addresses/follow.ts';
import { systemClock } from '../../shared/os/clock.ts';
import { createMutex } from '../../shared/os/mutex.ts';
import type { Run } from '../../shared/os/run.ts';
import { silentLog } from '../fakes/log.ts';
import { until } from '../fakes/until.ts';
import { FakeWireGuard } from '../fakes/wireguard.ts';

const peers = (endpoint?: string) => ({
  privateKey: '',
  peers: [{ publicKey: 'peer', allowedIps: [], ...(endpoint === undefined ? {} : { endpoint }) }],
});

test('when the addresses change, the tunnel speaks, the session begins anew, and links are led from the new ones', async (context) => {
  const wireguard = new FakeWireGuard();
  await wireguard.sync('tlmgmt', peers('198.18.0.1:51820'));
  await wireguard.sync('tl-berlin', peers('198.18.3.2:51821'));
  await wireguard.sync('tl-kernel', peers('198.18.4.2:51821'));
  await wireguard.sync('tl-nowhere', peers());
  await wireguard.sync('wg0', peers('198.18.5.2:51821'));
  wireguard.calls.splice(0);
  let own = '198.18.1.2';
  const run: Run = async (_command, args) => {
    if (args.includes('wireguard')) return '[{},{"ifname":"tl-kernel"}]';
    if (args.includes('-6')) return '[]';
    if (args.includes('route')) return '[{"dst":"default","dev":"wan0","flags":[]}]';
    return JSON.stringify([{ ifname: 'wan0', addr_info: [{ family: 'inet', local: own, scope: 'global' }] }]);
  };
  let news = () => {};
  const happened: string[] = [];
  const addresses = followAddresses({
    run,
    wireguard,
    clock: systemClock,
    log: silentLog,
    lock: createMutex(),
    follow: (_command, _args, onLine, signal) => {
      news = () => onLine('2: wan0    inet 198.18.2.2/24 scope global wan0');
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve('was called off')));
    },
    speak: async () => void happened.push('speak'),
    session: { notify: () => void happened.push('session') },
    tracker: { notify: () => void happened.push(`tracker after ${wireguard.calls.splice(0)}`) },
  });
  assert.equal(addresses.hasWay('[2001:db8::1]:51820'), true, 'nothing is known yet');
  const ended = new AbortController();
  const following = addresses.run(ended.signal).catch(() => undefined);
  context.after(async () => {
    ended.abort();
    await following;
  });
  await until('the first look', () => addresses.current().own.length === 1);
  assert.equal(addresses.hasWay('[2001:db8::1]:51820'), false);
  assert.equal(addresses.hasWay('198.18.0.1:51820'), true);
  news();
  own = '198.18.2.2';
  news();
  await until('the links were looked at', () => happened.length >= 3);
  assert.deepEqual(happened, ['speak', 'session', 'tracker after endpoint tl-berlin 198.18.3.2:51821']);
  assert.deepEqual([...addresses.current().left], ['198.18.1.2']);
});
