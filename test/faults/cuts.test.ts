import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { cuts as campaign } from '../../bench/faults/campaigns/cuts.ts';
import { cutCase, cutCases } from '../../bench/faults/cuts/cases.ts';
import type { Place } from '../../bench/faults/cuts/cut.ts';
import { filesWith } from '../../bench/faults/cuts/files.ts';
import { spokes } from '../../bench/faults/cuts/lab.ts';
import { differing } from '../../bench/faults/cuts/snapshot.ts';
import { cuts } from '../../bench/faults/cuts/table/table.ts';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { readAuthoredFiles } from '../../lab/network/inventory.ts';

const place: Place = {
  controllerV4: '198.18.100.2',
  controllerV6: '2001:db8:100::2',
  tunnelPort: 51_820,
  inner: 'fd00:1:2::1',
  innerPort: 7443,
  uplinkV4: '198.18.11',
  uplinkV6: '2001:db8:11',
};

test('there are fifty cuts, each of its own name and with files of its own', async () => {
  const base = await readAuthoredFiles(join(projectFolder(), 'bench/faults/cuts/network'));
  assert.equal(cuts.length, 50);
  assert.equal(new Set(cuts.map(({ name }) => name)).size, 50);
  assert.equal(new Set(cuts.map(({ how }) => how)).size, 50);
  const texts = cuts.map((cut) => {
    const files = filesWith(base, 'dual-1', cut, place, { label: 'same', windowS: undefined });
    return JSON.stringify([...files].sort());
  });
  assert.equal(new Set(texts).size, 50);
});

test('the same cut in another case is another bundle, and the files of the network stay', async () => {
  const base = await readAuthoredFiles(join(projectFolder(), 'bench/faults/cuts/network'));
  const cut = cutCase(cutCases()[0] ?? '').cut;
  const files = (label: string, windowS?: number) =>
    filesWith(base, 'behind', cut, place, { label, windowS });
  const custom = 'sites/behind/behind/templates/bird/custom.conf.njk';
  assert.notEqual(files('one').get(custom), files('two').get(custom));
  assert.match(
    files('one', 60).get('sites/behind/behind/node.toml') ?? '',
    /\n\[confirm\]\nwindow_s = 60\n$/,
  );
  assert.match(files('one').get('sites/behind/behind/node.toml') ?? '', /uplink_v4 = "198\.18\.17"/);
});

test('every cut is there plain, with the agent killed and with a reboot; three have the window that ships', () => {
  const cases = cutCases();
  assert.equal(cases.length, 150);
  assert.equal(new Set(cases).size, 150);
  const parsed = cases.map(cutCase);
  for (const mode of ['plain', 'kill', 'reboot'])
    assert.equal(new Set(parsed.filter((one) => one.mode === mode).map(({ cut }) => cut.name)).size, 50);
  assert.deepEqual(
    parsed.filter(({ windowS }) => windowS === 60).map(({ mode }) => mode),
    ['plain', 'kill', 'reboot'],
  );
  for (const { cut } of parsed) assert.ok(spokes[cut.on].length > 0);
  for (const name of [
    '',
    'route-blackhole-controller',
    'route-blackhole-controller plain x',
    'nothing plain',
  ])
    assert.throws(() => cutCase(name), /no case/);
});

test('a node that does not come back in time is counted as a cut, and not as recovered', () => {
  const outcome = (name: string, isGood: boolean, recoveryS: number) => ({
    case: name,
    verdict: isGood ? 'recovered' : 'late',
    isGood,
    recoveryS,
  });
  assert.deepEqual(campaign.figures([outcome('a', true, 12), outcome('b', false, 31.5)]), {
    tunnel_cuts: 2,
    recovered: 1,
    half_applied: 0,
    max_recovery_s: 31.5,
  });
});

test('two snapshots differ by their lines', () => {
  assert.deepEqual(differing('a\nb\nc', 'a\nx\nc'), ['- b', '+ x']);
  assert.deepEqual(differing('a', 'a'), []);
});
