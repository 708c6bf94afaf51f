import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSettings } from '../../agent/check/settings.ts';
import { CommandError, type Run } from '../../shared/os/run.ts';
import { files, make, setUp } from './cycle-fixture.ts';

const path = 'agent/settings.toml';

/** A bundle that requires this besides. */
function requiring(release: number, gates: readonly string[], confirmWindowS = 1) {
  const own = files('kiel');
  const list = gates.map((gate) => JSON.stringify(gate)).join(', ');
  return make(release, {
    confirmWindowS,
    files: { ...own, [path]: `confirm_require = [${list}]\n${own[path]}` },
  });
}

const pings: string[] = [];
/** Only 10.1.0.1 answers, and there is no ping for IPv6. */
const wrap =
  (run: Run): Run =>
  async (command, args, options) => {
    if (command !== 'ping') return run(command, args, options);
    pings.push(args.join(' '));
    if (args.includes('-6')) throw new CommandError('ping: not found, install it', 'ping', undefined, '');
    if (!args.includes('10.1.0.1')) throw new CommandError('ping: exit code 1', 'ping', 1, '');
    return '';
  };

const shut: [gate: string, reason: RegExp][] = [
  ['bgp:established>=1', /bgp:established>=1: 0 of 1 established, tl_kiel is Active$/],
  ['handshake:kiel', /handshake:kiel: there was none yet$/],
  ['handshake:bonn', /handshake:bonn: the bundle has no link to it$/],
  ['ping:10.9.9.9', /ping:10\.9\.9\.9: no answer$/],
  ['ping:fd00::9', /ping:fd00::9: ping: not found, install it$/],
];

for (const [gate, reason] of shut) {
  test(`a bundle whose gate ${gate} stays shut is taken back, with what was missing`, async (context) => {
    const { cycle, parts, wireguard } = await setUp(context, { wrap });
    await cycle(make(1));
    assert.equal(await cycle(requiring(2, ['ping:10.1.0.1', gate])), 'rolledBack');
    const { lastApply, failures } = parts.journal.current();
    assert.match(lastApply?.reason ?? '', /^after 1 s: confirm\.require is not met: /);
    assert.match(lastApply?.reason ?? '', reason);
    assert.doesNotMatch(lastApply?.reason ?? '', /10\.1\.0\.1/);
    assert.deepEqual([lastApply?.state, lastApply?.step, failures?.count], ['proving', 'gates', 1]);
    assert.deepEqual([...wireguard.devices.keys()], ['tl-hamburg']);
  });
}

test('gates that open within the window let the bundle be confirmed', async (context) => {
  const { cycle, bird, wireguard } = await setUp(context, { wrap });
  await cycle(make(1));
  let looks = 0;
  bird.sessions = () => {
    looks++;
    const peer = wireguard.devices.get('tl-kiel')?.peers[0];
    if (looks > 4 && peer !== undefined) peer.latestHandshake = Math.floor(Date.now() / 1000) - 100;
    return looks > 3 ? ['tl_kiel'] : [];
  };
  pings.length = 0;
  const gates = ['bgp:established>=1', 'handshake:kiel', 'ping:10.1.0.1'];
  assert.equal(await cycle(requiring(2, gates, 60)), 'confirmed');
  assert.ok(looks > 4);
  assert.equal(pings[0], '-4 -n -q -c 1 -W 1 10.1.0.1');
});

test('a handshake that is too old for traffic is none', async (context) => {
  const { cycle, parts, wireguard } = await setUp(context);
  await cycle(make(1));
  const sync = wireguard.sync.bind(wireguard);
  wireguard.sync = async (name, config) => {
    await sync(name, config);
    const peer = wireguard.devices.get(name)?.peers[0];
    if (peer !== undefined) peer.latestHandshake = Math.floor(Date.now() / 1000) - 200;
  };
  assert.equal(await cycle(requiring(2, ['handshake:kiel'])), 'rolledBack');
  assert.match(
    parts.journal.current().lastApply?.reason ?? '',
    /handshake:kiel: the last one was 2\d\d s ago/,
  );
});

test('a gate that the agent does not know is refused before anything is touched', async (context) => {
  const { cycle, parts } = await setUp(context);
  assert.equal(await cycle(requiring(1, ['dns:example.net'])), 'refused');
  assert.match(
    parts.journal.current().lastApply?.reason ?? '',
    /confirm_require\.0: expected "bgp:established>=N".*found "dns:example\.net"/,
  );
  const bare = 'node = "a"\nloopback_v4 = "10.255.0.1"\nloopback_v6 = "fd00::1"\n';
  assert.deepEqual(parseSettings(bare).confirm_require, []);
});
