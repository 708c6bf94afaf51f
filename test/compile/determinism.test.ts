import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { execa } from 'execa';
import fc from 'fast-check';
import { sourceProgram } from '../fakes/program.ts';
import { digestOf, scenarioTree } from './digest.ts';

const top = join(import.meta.dirname, '../..');
const scenarios = readdirSync(join(top, 'test/golden')).sort();
const program = join(import.meta.dirname, 'digest-main.ts');
const folders: string[] = [];
const expected: Record<string, string> = {};

before(async () => {
  for (const scenario of scenarios) expected[scenario] = digestOf(await scenarioTree(top, scenario));
});
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** What another process makes of the inventories of a checkout. */
async function compileIn(checkout: string, env: Readonly<Record<string, string>>) {
  const { stdout } = await execa(process.execPath, [...sourceProgram(program), checkout], { cwd: top, env });
  return JSON.parse(stdout);
}

const surroundings = [
  { where: 'in Turkish, where I and i are no pair', LC_ALL: 'tr_TR.UTF-8', locale: 'tr-TR' },
  { where: 'in Swedish, where ö comes after z', LC_ALL: 'sv_SE.UTF-8', locale: 'sv-SE' },
  { where: 'in Arabic, with digits of its own', LC_ALL: 'ar_EG.UTF-8', locale: 'ar-EG' },
] as const;
const zones = [
  { TZ: 'UTC', minutesWest: 0 },
  { TZ: 'Asia/Kathmandu', minutesWest: -345 },
  { TZ: 'Pacific/Kiritimati', minutesWest: -840 },
] as const;
for (const [index, { where, LC_ALL, locale }] of surroundings.entries()) {
  const { TZ, minutesWest } = zones[index] ?? zones[0];
  test(`the same inventory gives the same bytes ${where}, at the time of ${TZ}`, async () => {
    assert.deepEqual(await compileIn(top, { LC_ALL, TZ }), { locale, minutesWest, digests: expected });
  });
}

test('the same inventory gives the same bytes in another checkout', async () => {
  const checkout = mkdtempSync(join(tmpdir(), 'towline-checkout-'));
  folders.push(checkout);
  // Written in another order, so that the folders list their entries in another.
  for (const folder of ['test/golden', 'lab/networks']) {
    for (const name of readdirSync(join(top, folder)).sort().reverse()) {
      cpSync(join(top, folder, name), join(checkout, folder, name), { recursive: true });
    }
  }
  assert.ok(existsSync(join(checkout, 'lab/networks/paper/network.toml')));
  assert.deepEqual((await compileIn(checkout, {})).digests, expected);
});

for (const scenario of scenarios) {
  test(`the same inventory gives the same bytes in any file order: ${scenario}`, async () => {
    const tree = await scenarioTree(top, scenario);
    fc.assert(
      fc.property(fc.shuffledSubarray([...tree], { minLength: tree.size }), (files) => {
        assert.equal(digestOf(new Map(files)), expected[scenario]);
      }),
      { seed: 7400, numRuns: 20 },
    );
  });
}

test('another value gives other bytes', async () => {
  const tree = await scenarioTree(top, 'mixed');
  const longer = `${tree.get('network.toml')}\n[bgp]\nhold_time_s = 9\n`;
  assert.notEqual(digestOf(new Map([...tree, ['network.toml', longer]])), expected.mixed);
});
