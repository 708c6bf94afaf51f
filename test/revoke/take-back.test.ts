import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSettings } from '../../agent/check/settings.ts';
import { fleetOfThree } from '../controller/fleet.ts';
import type { Watch } from '../controller/router.ts';
import { until } from '../fakes/until.ts';

type Name = 'berlin' | 'hamburg';

describe('a change with two ends that is taken back after a router was revoked', () => {
  const fleet = fleetOfThree();

  it('does not bring the links to that router back', async () => {
    const { harness, routers } = fleet;
    const { store } = harness.controller;
    await harness.json(
      'set',
      'confirm.require',
      '["handshake:munich", "bgp:established>=2"]',
      '--node',
      'berlin',
    );
    await harness.json('commit', '-m', 'first');
    await harness.json('activate');
    for (const router of Object.values(routers)) await router.reportRunning(1);
    const before = await routers.berlin.fetch(1);
    await harness.json('node', 'revoke', 'munich');

    await harness.json('set', 'wireguard.listen_port_base', '40000', '--node', 'berlin');
    await harness.json('set', 'confirm.require', '[]', '--node', 'berlin');
    await harness.json('commit', '-m', 'without munich, and other ports');
    const watches = new Map<Name, Watch>();
    for (const name of ['berlin', 'hamburg'] as const) watches.set(name, await routers[name].watch());
    await harness.json('activate');
    const mayRun = (name: Name, release: number) =>
      until(`${name} may run ${release}`, () => {
        const last = watches
          .get(name)
          ?.seen.flatMap(({ desiredRelease }) => desiredRelease ?? [])
          .at(-1);
        return last?.release === release && !last.stageOnly;
      });
    for (const name of ['berlin', 'hamburg'] as const) {
      const { manifest } = await routers[name].fetch(2);
      await routers[name].report({ stagedDigest: manifest.bundleDigest });
    }
    await mayRun('hamburg', 2);
    await routers.hamburg.report({
      lastApply: { release: 2, outcome: 'APPLY_OUTCOME_ROLLED_BACK', reason: 'no handshake on tl-berlin' },
    });
    await mayRun('berlin', 3);

    const after = await routers.berlin.fetch(3);
    const paths = ({ manifest }: typeof after) =>
      manifest.files.map(({ path }) => path).filter((path) => path.startsWith('wireguard/'));
    assert.deepEqual(paths(before), ['wireguard/tl-hamburg.conf', 'wireguard/tl-munich.conf']);
    assert.deepEqual(paths(after), ['wireguard/tl-hamburg.conf']);
    const digestOf = ({ manifest }: typeof after) =>
      manifest.files.find(({ path }) => path === 'wireguard/tl-hamburg.conf')?.sha256.toString('hex');
    assert.equal(digestOf(after), digestOf(before), 'the rest is as it was');
    assert.deepEqual(
      after.manifest.secrets.map(({ name }) => name),
      ['psk:berlin--hamburg'],
    );
    const file = after.manifest.files.find(({ path }) => path === 'agent/settings.toml');
    const settings = parseSettings(store.blobs.get(file?.sha256 ?? Buffer.alloc(0)).toString('utf8'));
    assert.deepEqual(
      settings.links.map(({ peer }) => peer),
      ['hamburg'],
    );
    assert.deepEqual(settings.confirm_require, [{ kind: 'bgp', established: 1 }]);
    assert.deepEqual(store.bundles.at(routers.berlin.answer.nodeId, 3)?.peers, ['hamburg']);
    for (const { cancel } of watches.values()) cancel();
  });
});
