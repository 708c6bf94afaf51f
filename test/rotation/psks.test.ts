import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openSecrets } from '../../shared/bundle/secrets.ts';
import type { DesiredRelease } from '../../shared/gen/towline/v1/DesiredRelease.ts';
import { fleetOfThree } from '../controller/fleet.ts';
import type { Watch } from '../controller/router.ts';
import { until } from '../fakes/until.ts';

type Name = 'berlin' | 'hamburg' | 'munich';
const all = ['berlin', 'hamburg', 'munich'] as const;

describe('rotate psk', () => {
  const fleet = fleetOfThree();
  const watches = new Map<Name, Watch>();
  const told = (name: Name): DesiredRelease | undefined =>
    watches
      .get(name)
      ?.seen.flatMap(({ desiredRelease }) => desiredRelease ?? [])
      .at(-1);
  const running = async (...online: Name[]) => {
    const { harness, routers } = fleet;
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    for (const name of all) await routers[name].reportRunning(1);
    for (const name of online) watches.set(name, await routers[name].watch());
    for (const name of online) await until(`${name} is told`, () => told(name) !== undefined);
  };
  const stage = async (name: Name, release: number) => {
    const { manifest } = await fleet.routers[name].fetch(release);
    await fleet.routers[name].report({ stagedDigest: manifest.bundleDigest });
  };
  /** Pre-shared keys of a node in a release, in base64 by name and version. */
  const keysOf = async (name: Name, release: number) => {
    const router = fleet.routers[name];
    const { manifest } = await router.fetch(release);
    const secrets = openSecrets(router.keys.sealing.privateKey, manifest.sealedSecrets);
    return Object.fromEntries(
      secrets.map((secret) => [`${secret.name}:${secret.version}`, secret.value.toString('base64')]),
    );
  };

  it('waits for the end of a rollout, which would not take the new keys back', async () => {
    const { harness } = fleet;
    await running(...all);
    await harness.json('set', 'bgp.hold_time_s', '60');
    await harness.json('commit', '-m', 'second');
    await harness.json('activate', '--canary', 'munich', '--wave', '1');
    const refused = await harness.cli('rotate', 'psk', 'hamburg', 'berlin');
    assert.equal(refused.code, 1);
    assert.match(refused.err, /no key can be changed now: the rollout of release 2 is not at its end/);
    await harness.json('rollout', 'abort');
    const { err } = await harness.cli('rotate', 'psk', 'hamburg', 'berlin');
    assert.match(err, /no key can be changed now: release 2 is not activated on hamburg/);
  });

  it('makes a release of one link alone, whose ends switch together', async () => {
    const { harness } = fleet;
    await running(...all);
    assert.deepEqual(await harness.json('rotate', 'psk', 'hamburg', 'berlin'), {
      links: ['berlin--hamburg'],
      put_off: [],
      release: 2,
    });
    assert.equal(fleet.desired('munich'), 1);
    for (const name of ['berlin', 'hamburg'] as const)
      await until(
        `${name} is to stage it`,
        () => told(name)?.release === 2 && told(name)?.stageOnly === true,
      );
    for (const name of ['berlin', 'hamburg'] as const) await stage(name, 2);
    for (const name of ['berlin', 'hamburg'] as const)
      await until(`${name} is to switch`, () => told(name)?.stageOnly === false);
    const [before, berlin, hamburg] = [
      await keysOf('berlin', 1),
      await keysOf('berlin', 2),
      await keysOf('hamburg', 2),
    ];
    assert.equal(berlin['psk:berlin--hamburg:2'], hamburg['psk:berlin--hamburg:2']);
    assert.notEqual(berlin['psk:berlin--hamburg:2'], before['psk:berlin--hamburg:1']);
    assert.equal(berlin['psk:berlin--munich:1'], before['psk:berlin--munich:1']);
    // Nothing is left to commit, and what an admin has not committed stayed out.
    assert.equal((await harness.json('commit', '-m', 'nothing')).release, null);
  });

  it('gives a node the keys of its own links and nobody else’s', async () => {
    await running();
    for (const name of all)
      assert.deepEqual(
        Object.keys(await keysOf(name, 1)).filter((key) => !key.includes(name)),
        [],
      );
  });

  it('leaves what an admin edits out, and says so where it is committed and not released', async () => {
    const { harness } = fleet;
    await running(...all);
    await harness.json('set', 'mss_clamp', 'false', '--node', 'berlin');
    assert.equal((await harness.json('rotate', 'psk', 'berlin', 'hamburg')).release, 2);
    const settings = await harness.git('rendered', 'show', 'v2:berlin/agent/settings.toml');
    assert.match(settings, /mss_clamp = true/);
    await fleet.routers.berlin.reportRunning(2);
    await fleet.routers.hamburg.reportRunning(2);
    await harness.json('commit', '-m', 'clamp');
    const ran = await harness.cli('rotate', 'psk', 'berlin', 'hamburg');
    assert.deepEqual([ran.code, ran.out], [1, '']);
    assert.match(ran.err, /release 3 is not activated on berlin/);
  });

  it('leaves links alone whose end is offline, and refuses where none is left', async () => {
    const { harness } = fleet;
    await running('berlin', 'munich');
    const none = await harness.cli('rotate', 'psk', 'berlin', 'hamburg');
    assert.match(none.err, /no key can be changed now: hamburg is offline: repeat it then, or .* --later/);
    assert.deepEqual(await harness.json('rotate', 'psk', '--all'), {
      links: ['berlin--munich'],
      put_off: ['berlin--hamburg', 'hamburg--munich'],
      release: 2,
    });
  });

  it('waits for the next release with --later', async () => {
    const { harness } = fleet;
    await running();
    const links = ['berlin--hamburg', 'berlin--munich'];
    assert.deepEqual(await harness.json('rotate', 'psk', '--node', 'berlin', '--later'), {
      links,
      put_off: [],
      release: null,
    });
    assert.equal((await harness.json('commit', '-m', 'new keys')).release, 2);
    await harness.json('activate');
    assert.ok('psk:berlin--munich:2' in (await keysOf('munich', 2)));
    assert.ok('psk:hamburg--munich:1' in (await keysOf('munich', 2)));
  });

  const wrong: [args: string[], code: number, message: RegExp][] = [
    [[], 2, /say two nodes that have a link, or --node NODE, or --all/],
    [['berlin'], 2, /say two nodes/],
    [['berlin', 'munich', '--all'], 2, /say two nodes/],
    [['--all', '--node', 'berlin'], 2, /say two nodes/],
    [['berlin', 'munik'], 1, /no router is enrolled as "munik", did you mean "munich"\?/],
    [['berlin', 'berlin'], 1, /no link with a pre-shared key between berlin and berlin/],
    [['--node', '../etc'], 1, /no router is enrolled as "..\/etc"/],
    [['--all'], 1, /no link of the newest release has a pre-shared key/],
    [['a', 'b', 'c'], 2, /too many arguments/],
  ];
  it('refuses what is no link', async () => {
    for (const [args, code, message] of wrong) {
      const ran = await fleet.harness.cli('rotate', 'psk', ...args);
      assert.deepEqual([ran.code, ran.out], [code, ''], args.join(' '));
      assert.match(ran.err, message);
    }
  });
});
