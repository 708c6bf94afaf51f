import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { generateBoxKeyPair } from '../../shared/crypto/x25519.ts';
import type { DesiredRelease } from '../../shared/gen/towline/v1/DesiredRelease.ts';
import { fleetOfThree } from '../controller/fleet.ts';
import { Router, type Watch } from '../controller/router.ts';
import { until } from '../fakes/until.ts';

type Name = 'berlin' | 'hamburg' | 'munich';
const all = ['berlin', 'hamburg', 'munich'] as const;

interface Shown {
  readonly version: number;
  readonly was_under_way: boolean;
  readonly links: readonly { peer: string; step: string; reason: string | null }[];
}

describe('node rotate-key', () => {
  const fleet = fleetOfThree();
  const watches = new Map<Name, Watch>();
  const newKeys = new Map<Name, ReturnType<typeof generateBoxKeyPair>>();

  const store = () => fleet.harness.controller.store;
  const idOf = (name: Name) => fleet.routers[name].answer.nodeId;
  const told = (name: Name): DesiredRelease | undefined =>
    watches
      .get(name)
      ?.seen.flatMap(({ desiredRelease }) => desiredRelease ?? [])
      .at(-1);
  const shown = async (name: Name) =>
    (await fleet.harness.json('node', 'rotate-key', name)) as unknown as Shown;
  const stepsOf = (name: Name) =>
    Object.fromEntries(
      store()
        .rotations.links()
        .filter(({ nodeId }) => nodeId === idOf(name))
        .map(({ peerId, step }) => [store().nodes.find(peerId)?.name, step]),
    );
  const linkFile = (node: Name, peer: Name, release: number) =>
    fleet.harness.git('rendered', 'show', `v${release}:${node}/wireguard/tl-${peer}.conf`);

  /** One turn of a router's agent. */
  const act = async (name: Name, options: { readonly fails?: (release: number) => boolean } = {}) => {
    const [router, desired] = [fleet.routers[name], told(name)];
    if (desired === undefined) return;
    const { release, bundleDigest, stageOnly, linkKey } = desired;
    if (linkKey > 0 && !newKeys.has(name)) newKeys.set(name, generateBoxKeyPair());
    const key = newKeys.get(name);
    const linkKeys = key === undefined ? [] : [{ version: 2, publicKey: key.publicKey }];
    const confirmed = store().desired.confirmed(idOf(name));
    const { content } = store().bundles.find(idOf(name), confirmed) ?? {};
    const running = {
      runningRelease: confirmed,
      runningDigest: content?.digest ?? Buffer.alloc(0),
      linkKeys,
    };
    if (confirmed === release) return router.report(running);
    if (stageOnly) return router.report({ ...running, stagedDigest: bundleDigest });
    if (options.fails?.(release) === true) {
      const outcome = 'APPLY_OUTCOME_ROLLED_BACK';
      return router.report({ ...running, lastApply: { release, outcome, reason: 'no handshake' } });
    }
    await router.confirm(release, bundleDigest, Buffer.alloc(32, 9));
    const lastApply = { release, outcome: 'APPLY_OUTCOME_CONFIRMED' };
    return router.report({ runningRelease: release, runningDigest: bundleDigest, linkKeys, lastApply });
  };
  const live = async (what: string, done: () => boolean, fails?: (name: Name, release: number) => boolean) =>
    until(
      what,
      async () => {
        for (const name of watches.keys())
          await act(name, { fails: (release) => fails?.(name, release) ?? false });
        return done();
      },
      60_000,
    );
  const running = async (...online: Name[]) => {
    watches.clear();
    newKeys.clear();
    await fleet.harness.json('commit', '-m', 'first');
    await fleet.harness.json('activate');
    for (const name of all) await fleet.routers[name].reportRunning(1);
    await join(...online);
  };
  const join = async (...online: Name[]) => {
    for (const name of online) watches.set(name, await fleet.routers[name].watch());
    for (const name of online) await until(`${name} is told`, () => told(name) !== undefined);
  };
  const isSettled = () => store().rotations.underWay().length === 0;

  it('moves one link after the other: drained, switched at both ends together, and led back', async () => {
    const { harness } = fleet;
    await running(...all);
    const before = await shown('berlin');
    assert.deepEqual(
      [before.version, before.was_under_way, before.links.map(({ peer, step }) => `${peer} ${step}`)],
      [2, false, ['hamburg waiting', 'munich waiting']],
    );
    await live('berlin has moved', isSettled);
    const [key, old] = [newKeys.get('berlin')?.publicKey, fleet.routers.berlin.keys.link.publicKey];
    assert.ok(key !== undefined);
    assert.deepEqual(store().nodes.find(idOf('berlin'))?.linkKey, key);
    const newest = store().releases.newest();
    assert.equal(newest, 1 + 2 * 3);
    const changed = (release: number) => store().bundles.namesOf(release);
    assert.deepEqual([2, 3, 4, 5, 6, 7].map(changed), [
      ...Array(3).fill(['berlin', 'hamburg']),
      ...Array(3).fill(['berlin', 'munich']),
    ]);
    // Drained with the old key, switched while drained, led back with the new one.
    for (const [release, isDrained, isNew] of [
      [2, true, false],
      [3, true, true],
      [4, false, true],
    ] as const) {
      const bird = await harness.git('rendered', 'show', `v${release}:berlin/bird/ebgp.conf`);
      const there = await harness.git('rendered', 'show', `v${release}:hamburg/bird/ebgp.conf`);
      assert.deepEqual([/preference 50/.test(bird), /preference 50/.test(there)], [isDrained, isDrained]);
      assert.match(
        await linkFile('berlin', 'hamburg', release),
        isNew ? /PrivateKey = @private:2\n/ : /PrivateKey = @private\n/,
      );
      const peerKey = (isNew ? key : old).toString('base64');
      assert.ok((await linkFile('hamburg', 'berlin', release)).includes(`PublicKey = ${peerKey}\n`));
      assert.match(await linkFile('berlin', 'munich', release), /PrivateKey = @private\n/);
    }
    // What is settled is what the next compilation has anyway.
    assert.equal((await harness.json('commit', '-m', 'nothing')).release, null);
    assert.match(
      await harness.git('network', 'show', 'HEAD:generated/berlin.toml'),
      new RegExp(key.toString('base64').replaceAll('+', '\\+')),
    );
    const second = await shown('berlin');
    assert.deepEqual([second.version, second.was_under_way], [3, false]);
  });

  it('takes a link back whose key does not work, leads traffic back to it, and says why', async () => {
    await running(...all);
    await shown('berlin');
    let switched = 0;
    const fails = (name: Name, release: number) => {
      if (name !== 'hamburg' || stepsOf('berlin').hamburg !== 'switch') return false;
      // Only this one: what takes it back works.
      if (switched === 0) switched = release;
      return release === switched;
    };
    await live('the other link has moved', () => stepsOf('berlin').munich === 'moved', fails);
    assert.deepEqual(stepsOf('berlin'), { hamburg: 'failed', munich: 'moved' });
    assert.ok(switched > 0);
    const newest = store().releases.newest();
    assert.match(await linkFile('berlin', 'hamburg', newest), /PrivateKey = @private\n/);
    assert.match(await linkFile('berlin', 'munich', newest), /PrivateKey = @private:2\n/);
    const bird = await fleet.harness.git('rendered', 'show', `v${newest}:hamburg/bird/ebgp.conf`);
    assert.doesNotMatch(bird, /preference 50/);
    assert.equal(isSettled(), false);
    const again = await shown('berlin');
    assert.equal(again.was_under_way, true);
    await live('it works this time', isSettled);
    assert.match(
      await linkFile('hamburg', 'berlin', store().releases.newest()),
      new RegExp(newKeys.get('berlin')?.publicKey.toString('base64').replaceAll('+', '\\+') ?? 'none'),
    );
  });

  it('leaves the link to a node that is offline until it is back', async () => {
    await running('berlin', 'hamburg');
    await shown('berlin');
    await live('one has moved', () => stepsOf('berlin').hamburg === 'moved');
    const { links } = await shown('berlin');
    assert.deepEqual(
      links.map(({ peer, step, reason }) => [peer, step, reason]),
      [
        ['hamburg', 'moved', null],
        ['munich', 'waiting', 'munich is offline'],
      ],
    );
    await join('munich');
    await live('the other one has moved', isSettled);
  });

  it('goes on where it was, whenever the controller is started anew', async () => {
    const { harness } = fleet;
    await running(...all);
    await shown('berlin');
    for (const step of ['drain', 'switch', 'undrain'] as const) {
      await live(`at ${step}`, () => stepsOf('berlin').hamburg === step);
      for (const { cancel } of watches.values()) cancel();
      await harness.stop();
      await harness.start();
      for (const name of all) {
        const { keys, answer } = fleet.routers[name];
        await fleet.routers[name].close();
        fleet.routers[name] = await Router.connect(harness, name, keys, answer);
      }
      await join(...all);
    }
    await live('all have moved', isSettled);
    assert.equal(store().releases.newest(), 7);
  });

  it('takes no key but the one that was asked for, and nobody else’s', async () => {
    const { routers } = fleet;
    await running(...all);
    const report = (name: Name, version: number, publicKey: Buffer) =>
      routers[name].report({ linkKeys: [{ version, publicKey }] });
    const own = generateBoxKeyPair().publicKey;
    await report('berlin', 2, own);
    assert.equal(store().rotations.key(idOf('berlin'), 2), undefined, 'nobody asked');
    await shown('berlin');
    await report('berlin', 3, own);
    await report('munich', 2, own);
    assert.equal(store().rotations.key(idOf('berlin'), 2), undefined);
    const { link, management } = routers.hamburg.keys;
    for (const key of [link.publicKey, management.publicKey, routers.berlin.keys.link.publicKey])
      await assert.rejects(report('berlin', 2, key), /known already/);
    for (const key of [Buffer.alloc(32), Buffer.alloc(31, 1), Buffer.alloc(33, 1), Buffer.alloc(0)])
      await assert.rejects(report('berlin', 2, key), /is no key/);
    const many = Array.from({ length: 17 }, (_, version) => ({ version, publicKey: own }));
    await assert.rejects(routers.berlin.report({ linkKeys: many }), /too large/);
    await report('berlin', 2, own);
    await report('berlin', 2, generateBoxKeyPair().publicKey);
    assert.deepEqual(store().rotations.key(idOf('berlin'), 2), own, 'the first one stays');
  });

  const wrong: [args: string[], code: number, message: RegExp][] = [
    [['berlim'], 1, /no router is enrolled as "berlim", did you mean "berlin"\?/],
    [['berlin; reboot'], 1, /no router is enrolled as "berlin; reboot"/],
    [[], 2, /missing required argument/],
  ];
  it('refuses what is no node', async () => {
    for (const [args, code, message] of wrong) {
      const ran = await fleet.harness.cli('node', 'rotate-key', ...args);
      assert.deepEqual([ran.code, ran.out], [code, '']);
      assert.match(ran.err, message);
    }
  });
});
