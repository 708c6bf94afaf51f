import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { openAnswer } from '../../shared/enrollment/answer.ts';
import { openTunnelMove } from '../../shared/rpc/tunnel-move.ts';
import { type Harness, startController } from '../controller/harness.ts';
import { enroll, makeRequest, Router, type Watch } from '../controller/router.ts';
import { until } from '../fakes/until.ts';

interface Shown {
  readonly state: string;
  readonly place: { readonly generation: number; readonly endpoints: string[]; readonly public_key: string };
  readonly beside: { readonly port: number } | null;
  readonly nodes: { readonly name: string; readonly state: string; readonly reason: string | null }[];
  readonly warnings: string[];
  readonly left_behind?: string[];
}

describe('moving the management tunnel', () => {
  let harness: Harness;
  let routers: Router[];

  beforeEach(async () => {
    harness = await startController();
    routers = [];
    await harness.json('site', 'add', 'berlin');
    for (const name of ['fra1', 'fra2', 'fra3']) {
      await harness.json('node', 'add', name, '--site', 'berlin');
    }
  });
  afterEach(async () => {
    for (const router of routers) await router.close();
    await harness.close();
  });

  const joined = async (name: string) => {
    const router = await Router.join(harness, name);
    routers.push(router);
    return router;
  };
  const tunnel = async (...args: string[]) => (await harness.json('tunnel', ...args)) as unknown as Shown;
  const refused = async (...args: string[]) => {
    const ran = await harness.cli('tunnel', ...args);
    assert.notEqual(ran.code, 0, ran.out);
    return ran.err;
  };
  const statesOf = ({ nodes }: Shown) => Object.fromEntries(nodes.map(({ name, state }) => [name, state]));
  const moveOf = async (router: Router, watch: Watch, generation: number) =>
    until(`move ${generation}`, () =>
      watch.seen
        .flatMap(({ tunnelMove }) =>
          tunnelMove ? [openTunnelMove(router.answer.signingPublicKey, tunnelMove)] : [],
        )
        .find((move) => move.generation === generation),
    );
  const keys = () =>
    readdirSync(join(harness.config.state_dir, 'keys')).filter((name) => /^wireguard/.test(name));

  it('brings a second end up, tells the nodes, and takes the first one away once all have moved', async () => {
    const [one, two] = [await joined('fra1'), await joined('fra2')];
    const watch = await one.watch();
    const before = await tunnel('show');
    assert.deepEqual([before.state, before.place.generation, before.beside], ['settled', 0, null]);

    const begun = await tunnel('move', '--port', '51999', '--new-key');
    assert.deepEqual([begun.state, begun.place.generation, begun.beside?.port], ['moving', 1, 51_820]);
    assert.notEqual(begun.place.public_key, before.place.public_key);
    const [home, beside] = ['tlmgmt', 'tlmgmt2'].map((name) => harness.wireguard.configs.get(name));
    assert.deepEqual([home?.listenPort, beside?.listenPort], [51_820, 51_999]);
    assert.deepEqual(beside?.peers, home?.peers);
    assert.notEqual(beside?.privateKey, home?.privateKey);
    const told = harness.commands
      .filter((text) => text.startsWith('nft'))
      .slice(-3)
      .join('\n');
    assert.match(told, /iifname != \{ "tlmgmt", "tlmgmt2", "lo" \} drop/);
    assert.match(told, /iifname "tlmgmt2" drop\n +oifname "tlmgmt2" drop/);
    assert.match(told, /iifname "tlmgmt2" ip6 saddr fd[0-9a-f:]+\/64 add @by_tlmgmt2/);
    assert.deepEqual(keys(), ['wireguard-1.key', 'wireguard.key']);
    assert.equal(statSync(join(harness.config.state_dir, 'keys/wireguard-1.key')).mode & 0o777, 0o600);

    const move = await moveOf(one, watch, 1);
    assert.equal(move.networkId, one.answer.networkId);
    assert.equal(move.controllerKey.toString('base64'), begun.place.public_key);
    assert.deepEqual(move.endpoints, ['127.0.0.1:51999']);

    assert.match(await refused('move', '--port', '52000'), /move 1 is under way/);
    await one.report({ tunnelReason: 'move 1: no handshake with 127.0.0.1:51999\u001b[2J' });
    const waiting = await tunnel('show');
    assert.equal(waiting.nodes.find(({ name }) => name === 'fra1')?.state, 'waiting');
    const text = (await harness.cli('tunnel', 'show')).out;
    assert.match(text, /fra1 +not yet .*no handshake with 127\.0\.0\.1:51999\\u\{1b\}/);
    assert.match(await refused('finish'), /not moved yet: fra1, fra2; wait for them .* --force/);

    await one.report({ tunnelGeneration: 1 });
    assert.deepEqual(statesOf(await tunnel('show')), { fra1: 'moved', fra2: 'away' });
    assert.match(await refused('finish'), /not moved yet: fra2;/);
    await two.report({ tunnelGeneration: 1 });
    const finished = await tunnel('finish');
    assert.deepEqual([finished.state, finished.left_behind, finished.beside], ['settled', [], null]);
    assert.deepEqual([...harness.wireguard.devices.keys()], ['tlmgmt2']);
    assert.match(
      harness.commands.filter((line) => line.startsWith('nft')).join('\n'),
      /delete table ip6 towline_tunnel$/m,
    );
    assert.match(finished.warnings.join('\n'), /listen\.wireguard_port = 51820, the tunnel is on 51999/);
    assert.match(await refused('finish'), /the tunnel does not move/);
    assert.match(await refused('abort'), /the tunnel does not move/);

    await harness.stop();
    await harness.start();
    assert.deepEqual([...harness.wireguard.devices.keys()], ['tlmgmt2']);
    assert.equal(harness.wireguard.configs.get('tlmgmt2')?.listenPort, 51_999);
    const again = await Router.connect(harness, 'fra1', one.keys, one.answer);
    routers.push(again);
    await moveOf(one, await again.watch(), 1);
    const next = await tunnel('move', '--port', '51821', '--new-key');
    assert.deepEqual([next.place.generation, next.beside?.port], [2, 51_999]);
    assert.deepEqual(keys(), ['wireguard-1.key', 'wireguard-2.key', 'wireguard.key']);
  });

  it('is there with both ends after a restart in the middle', async () => {
    const one = await joined('fra1');
    const begun = await tunnel('move', '--port', '51999');
    await harness.stop();
    harness.wireguard.devices.clear();
    await harness.start();
    assert.deepEqual([...harness.wireguard.devices.keys()], ['tlmgmt', 'tlmgmt2']);
    assert.deepEqual((await tunnel('show')).place, begun.place);
    const again = await Router.connect(harness, 'fra1', one.keys, one.answer);
    routers.push(again);
    await moveOf(one, await again.watch(), 1);
    const { configs } = harness.wireguard;
    assert.equal(configs.get('tlmgmt')?.privateKey, configs.get('tlmgmt2')?.privateKey);
  });

  it('moves to other endpoints without a second end', async () => {
    const one = await joined('fra1');
    const watch = await one.watch();
    const begun = await tunnel('move', '--endpoint', 'b.example.net', '--endpoint', '[2001:db8::1]:4500');
    assert.deepEqual(begun.place.endpoints, ['b.example.net:51820', '[2001:db8::1]:4500']);
    assert.deepEqual([...harness.wireguard.devices.keys()], ['tlmgmt']);
    assert.deepEqual((await moveOf(one, watch, 1)).endpoints, begun.place.endpoints);
    await one.report({ tunnelGeneration: 1 });
    await tunnel('finish');
    const { join_string } = (await harness.json('status')) as { join_string: string };
    assert.match(join_string, /^towline:\/\/b\.example\.net:/);
  });

  it('sends routers that enroll meanwhile, or ask again, to the new end', async () => {
    const one = await joined('fra1');
    const begun = await tunnel('move', '--port', '51999', '--new-key');
    const two = await joined('fra2');
    const request = makeRequest(one.keys, 'fra1', harness.keyHash);
    const { accepted } = await enroll(harness, request);
    assert.ok(accepted);
    const again = openAnswer(one.keys.sealing.privateKey, request, harness.keyHash, accepted);
    for (const answer of [two.answer, again]) {
      assert.equal(answer.controllerWireguardPublicKey.toString('base64'), begun.place.public_key);
      assert.deepEqual(answer.controllerEndpoints, ['127.0.0.1:51999']);
    }
    const peers = harness.wireguard.configs.get('tlmgmt2')?.peers ?? [];
    assert.ok(peers.some(({ publicKey }) => publicKey === two.keys.management.publicKey.toString('base64')));
  });

  it('calls back the nodes that can have moved, and keeps the end that is given up until they are back', async () => {
    const [one, two] = [await joined('fra1'), await joined('fra2')];
    // It was in contact once, and is off while the tunnel moves.
    await two.report({});
    const watch = await one.watch();
    const first = await tunnel('show');
    await tunnel('move', '--port', '51999', '--new-key');
    await moveOf(one, watch, 1);
    await one.report({ tunnelGeneration: 1 });
    const aborted = await tunnel('abort');
    assert.deepEqual([aborted.state, aborted.place.generation], ['returning', 2]);
    assert.deepEqual(aborted.place.endpoints, first.place.endpoints);
    assert.ok(harness.wireguard.devices.has('tlmgmt2'));
    assert.equal((await moveOf(one, watch, 2)).controllerKey.toString('base64'), first.place.public_key);
    assert.match(await refused('abort'), /the tunnel does not move/);
    assert.match(await refused('finish'), /not back from the place that was given up: fra1;/);
    await harness.stop();
    await harness.start();
    assert.ok(harness.wireguard.devices.has('tlmgmt2'));

    const again = await Router.connect(harness, 'fra1', one.keys, one.answer);
    routers.push(again);
    await again.report({ tunnelGeneration: 2 });
    await until('the end is gone', () => !harness.wireguard.devices.has('tlmgmt2'));
    const settled = await tunnel('show');
    assert.deepEqual([settled.state, settled.place.generation], ['settled', 2]);
    await until('its key is gone too', () => keys().length === 1);
    assert.deepEqual(keys(), ['wireguard.key']);
  });

  it('takes a move back at once that no node was told of', async () => {
    await (await joined('fra1')).report({});
    await tunnel('move', '--port', '51999');
    assert.equal((await tunnel('abort')).state, 'settled');
    assert.deepEqual([...harness.wireguard.devices.keys()], ['tlmgmt']);
  });

  it('cuts nodes off that have not moved only when forced, and names them', async () => {
    await joined('fra2');
    await joined('fra1');
    await tunnel('move', '--port', '51999');
    assert.match(await refused('finish'), /not moved yet: fra1, fra2;/);
    const { left_behind, state } = await tunnel('finish', '--force');
    assert.deepEqual([left_behind, state], [['fra1', 'fra2'], 'settled']);
  });

  it('changes nothing where the new end does not come up', async () => {
    const one = await joined('fra1');
    const watch = await one.watch();
    harness.wireguard.broken.add('tlmgmt2');
    assert.match(await refused('move', '--port', '51999', '--new-key'), /interface tlmgmt2 did not come up/);
    assert.equal((await tunnel('show')).state, 'settled');
    assert.deepEqual(keys(), ['wireguard.key']);
    assert.equal(watch.seen.filter(({ tunnelMove }) => tunnelMove).length, 0);

    harness.wireguard.broken.clear();
    harness.wireguard.devices.set('other', { publicKey: '', listenPort: 51_999, fwmark: 0, peers: [] });
    assert.match(await refused('move', '--port', '51999'), /UDP port 51999 is in use by another program/);
    assert.deepEqual([...harness.wireguard.devices.keys()], ['tlmgmt', 'other']);
  });

  it('serves from the first end while the second one does not come up after a restart, and says so', async () => {
    await joined('fra1');
    await tunnel('move', '--port', '51999');
    await harness.stop();
    harness.wireguard.devices.clear();
    harness.wireguard.broken.add('tlmgmt2');
    await harness.start();
    assert.deepEqual([...harness.wireguard.devices.keys()], ['tlmgmt']);
    assert.match((await tunnel('show')).warnings.join('\n'), /interface tlmgmt2 did not come up/);
    await joined('fra2');
    assert.equal(harness.wireguard.configs.get('tlmgmt')?.peers.length, 2);
  });

  it('believes no node about a move that there never was, and shortens what it says', async () => {
    const one = await joined('fra1');
    await tunnel('move', '--port', '51999');
    await one.report({ tunnelGeneration: 4_294_967_295, tunnelReason: 'x'.repeat(100_000) });
    const [shown] = (await tunnel('show')).nodes;
    assert.equal(shown?.state, 'waiting');
    assert.match(shown?.reason ?? '', /at move 4294967295, which this controller does not know of/);
    assert.match(await refused('finish'), /not moved yet: fra1;/);
    await one.report({ tunnelReason: 'x'.repeat(100_000) });
    assert.equal((await tunnel('show')).nodes[0]?.reason?.length, 512);
    const next = await tunnel('abort');
    assert.equal(next.place.generation, 2);
  });

  it('refuses what makes no sense on the command line', async () => {
    const cases: [args: string[], message: RegExp][] = [
      [['move'], /the tunnel is there already/],
      [['move', '--port', '0'], /"0" is no UDP port/],
      [['move', '--port', '-1'], /is no UDP port/],
      [['move', '--port', '65536'], /is no UDP port/],
      [['move', '--port', '51 999'], /is no UDP port/],
      [['move', '--port', '0x1f'], /is no UDP port/],
      [['move', '--port'], /argument missing/],
      [['move', '--endpoint', 'a;b'], /is no endpoint/],
      [['move', '--endpoint', ''], /is no endpoint/],
      [['move', '--new-key'], /a new key needs another port/],
      [['move', 'extra'], /too many arguments/],
      [['finish'], /the tunnel does not move/],
      [['abort'], /the tunnel does not move/],
      [['away'], /unknown command/],
    ];
    for (const [args, message] of cases) assert.match(await refused(...args), message, args.join(' '));
    assert.equal(existsSync(join(harness.config.state_dir, 'keys/wireguard-1.key')), false);
  });
});
