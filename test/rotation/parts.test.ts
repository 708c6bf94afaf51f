import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Bundle } from '../../agent/check/bundle.ts';
import { openLinkKeys } from '../../agent/keys/link-keys.ts';
import { loadKeys } from '../../agent/keys/load.ts';
import { handshakesToBeat } from '../../agent/prove/handshakes.ts';
import { isActive, isSameFiles, nextStep, type StepState } from '../../controller/rotation/next-step.ts';
import type { RotationStep } from '../../controller/store/rotations.ts';

describe('the steps of a link to another key', () => {
  const cases: [RotationStep, StepState, RotationStep | undefined][] = [
    ['drain', 'pending', undefined],
    ['drain', 'proved', 'switch'],
    ['switch', 'pending', undefined],
    ['switch', 'proved', 'undrain'],
    ['switch', 'lost', 'return'],
    ['undrain', 'pending', undefined],
    ['undrain', 'proved', 'moved'],
    ['return', 'pending', undefined],
    ['return', 'proved', 'failed'],
    ['return', 'lost', undefined],
    ['moved', 'proved', undefined],
    ['failed', 'proved', undefined],
  ];
  for (const [step, state, next] of cases) {
    it(`'${step}', ${state}: ${next === undefined ? 'it stays' : `'${next}'`}`, () => {
      assert.equal(nextStep(step, state), next);
    });
  }

  it('end, and need no release where the files are the same', () => {
    const steps: RotationStep[] = ['drain', 'switch', 'undrain', 'moved', 'return', 'failed'];
    assert.deepEqual(
      steps.filter((step) => !isActive(step)),
      ['moved', 'failed'],
    );
    const same = steps.flatMap((step) => {
      const next = nextStep(step, 'proved');
      return next !== undefined && isSameFiles(step, next) ? [`${step} ${next}`] : [];
    });
    assert.deepEqual(same, ['undrain moved', 'return failed']);
  });
});

describe('the keys of a node’s links', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'towline-keys-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const files = () => readdirSync(folder).filter((name) => name.startsWith('link'));

  it('are made beside the one of the enrollment, for the owner’s eyes, and once', async () => {
    const own = await loadKeys(folder);
    const keys = await openLinkKeys(folder);
    assert.deepEqual(keys.privateKey(1), own.link.privateKey);
    assert.deepEqual(keys.renewed(), []);
    await keys.make(2);
    await keys.make(2);
    assert.deepEqual(files(), ['link.2.key', 'link.key']);
    assert.equal(statSync(join(folder, 'link.2.key')).mode & 0o777, 0o600);
    const [made] = keys.renewed();
    assert.equal(made?.version, 2);
    const again = await openLinkKeys(folder);
    assert.deepEqual(again.renewed(), keys.renewed());
    assert.deepEqual(again.privateKey(2), keys.privateKey(2));
    assert.notDeepEqual(keys.privateKey(2), keys.privateKey(1));
  });

  it('are made once, however often they are asked for at a time', async () => {
    await loadKeys(folder);
    const keys = await openLinkKeys(folder);
    await Promise.all(Array.from({ length: 32 }, () => keys.make(2)));
    const made = keys.privateKey(2);
    // A second one would be put in place of it after it was named.
    await Promise.all([...Array.from({ length: 32 }, () => keys.make(3)), keys.make(2)]);
    assert.equal(keys.renewed().length, 2);
    assert.deepEqual(keys.privateKey(2), made);
    const onDisk = await openLinkKeys(folder);
    assert.deepEqual(onDisk.renewed(), keys.renewed());
  });

  it('go when nothing refers to them and a newer one is in use, and are not made anew', async () => {
    await loadKeys(folder);
    const keys = await openLinkKeys(folder);
    await keys.make(2);
    for (const [used, left] of [
      [[1], ['link.2.key', 'link.key']],
      [
        [1, 2],
        ['link.2.key', 'link.key'],
      ],
      [[], ['link.2.key', 'link.key']],
      [[2], ['link.2.key']],
    ] as const) {
      await keys.forgetAllBut(new Set(used));
      assert.deepEqual(files(), left, `${used} in use`);
    }
    assert.throws(() => keys.privateKey(1), /version 1 of the links' key is not on this node/);
    const own = await loadKeys(folder);
    assert.deepEqual(files(), ['link.2.key']);
    assert.deepEqual(own.link.privateKey, keys.privateKey(2));
  });

  it('are no more than a controller in its right mind wants', async () => {
    await loadKeys(folder);
    const keys = await openLinkKeys(folder);
    for (const version of [-1, 0, 1.5, Number.NaN, 1e9, 4_294_967_295])
      await assert.rejects(keys.make(version), /no version .* is made here/);
    for (let version = 2; version <= 16; version++) await keys.make(version);
    await assert.rejects(keys.make(17), /no version 17/);
    assert.equal(files().length, 16);
  });
});

describe('a handshake that proves a key', () => {
  const bundle = (privateKey: number, publicKey: string, version: number) =>
    ({
      links: [
        { interface: 'tl-a', privateKey, peer: { publicKey, presharedKey: { name: 'psk:a--b', version } } },
      ],
    }) as unknown as Bundle;
  const old = bundle(1, 'K', 1);
  const cases: [what: string, to: Bundle, least: number][] = [
    ['another pre-shared key: one since the look after the switch', bundle(1, 'K', 2), 20],
    ['another key of its own: one since before the switch', bundle(2, 'K', 1), 10],
    ['another key of the peer: any, since the peer is new', bundle(1, 'L', 1), 0],
    ['all of them', bundle(2, 'L', 2), 0],
  ];
  for (const [what, to, least] of cases) {
    it(what, () => {
      const found = handshakesToBeat(old, to, new Map([['tl-a', 10]]), new Map([['tl-a', 20]]));
      assert.deepEqual([...found], [['tl-a', least]]);
    });
  }
});
