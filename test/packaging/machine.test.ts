import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { putAwayForeign } from '../../agent/machine/put-away.ts';

const work = mkdtempSync(join(tmpdir(), 'towline-machine-'));
after(() => rmSync(work, { recursive: true, force: true }));

const [own, other] = ['a'.repeat(32), 'b'.repeat(32)];
const key = Buffer.alloc(32, 1).toString('base64');
const joinString = `towline://vpn.example.net:7442#${'c'.repeat(64)}`;
const enrollment = {
  ...{ join: joinString, networkId: 'n', nodeId: 1, nodeName: 'berlin-1', siteName: 'berlin' },
  ...{ managementAddress: 'fd00::1', managementPrefix: 'fd00::/64', controllerAddress: 'fd00::', epoch: 1 },
  ...{
    controllerPort: 7443,
    controllerWireguardPublicKey: key,
    controllerEndpoints: ['vpn.example.net:51820'],
  },
  signingPublicKey: key,
};

let count = 0;
/** A state folder of a router, and the file with the machine's id. */
function router(id: string) {
  const folder = join(work, String(count++));
  const state = join(folder, 'state');
  mkdirSync(join(state, 'keys'), { recursive: true });
  writeFileSync(join(state, 'keys/identity.key'), 'secret');
  writeFileSync(join(state, 'enrollment.json'), JSON.stringify(enrollment));
  const machine = join(folder, 'machine-id');
  writeFileSync(machine, `${id}\n`);
  return { state, machine };
}

test('a machine that boots again keeps what it has', async () => {
  const { state, machine } = router(own);
  assert.deepEqual(await putAwayForeign(state, machine), { state: 'ours' });
  assert.deepEqual(await putAwayForeign(state, machine), { state: 'ours' });
  assert.deepEqual(readdirSync(state).sort(), ['enrollment.json', 'keys', 'machine-id']);
});

test('a copy with an id of its own has no keys and no enrollment, and asks the same controller', async () => {
  const { state, machine } = router(own);
  await putAwayForeign(state, machine);
  writeFileSync(machine, `${other}\n`);
  const folder = join(state, `of-machine-${own.slice(0, 12)}`);
  assert.deepEqual(await putAwayForeign(state, machine), { state: 'put-away', folder });
  assert.deepEqual(readdirSync(state).sort(), ['join', 'machine-id', 'of-machine-aaaaaaaaaaaa']);
  assert.deepEqual(readdirSync(folder).sort(), ['enrollment.json', 'keys']);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.equal(statSync(join(state, 'join')).mode & 0o777, 0o600);
  assert.equal(readFileSync(join(state, 'join'), 'utf8'), `${joinString}\n`);
  assert.deepEqual(await putAwayForeign(state, machine), { state: 'ours' }, 'once');
});

test('a join string that was given stays', async () => {
  const { state, machine } = router(own);
  await putAwayForeign(state, machine);
  writeFileSync(join(state, 'join'), 'another');
  writeFileSync(machine, other);
  await putAwayForeign(state, machine);
  assert.equal(readFileSync(join(state, 'join'), 'utf8'), 'another');
});

test('what was interrupted is done to its end', async () => {
  const { state, machine } = router(own);
  await putAwayForeign(state, machine);
  writeFileSync(machine, other);
  const folder = join(state, `of-machine-${own.slice(0, 12)}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'enrollment.json'), JSON.stringify(enrollment));
  rmSync(join(state, 'enrollment.json'));
  assert.equal((await putAwayForeign(state, machine)).state, 'put-away');
  assert.deepEqual(readdirSync(folder).sort(), ['enrollment.json', 'keys']);
  assert.equal(readFileSync(join(state, 'join'), 'utf8'), `${joinString}\n`);
});

for (const [what, text] of [
  ['none', undefined],
  ['an empty one', ''],
  ['one that is not made yet', 'uninitialized\n'],
  ['one that is none', '../../../etc/passwd\n'],
] as const)
  test(`a machine id: ${what}, and nothing is touched`, async () => {
    const { state, machine } = router(own);
    await putAwayForeign(state, machine);
    if (text === undefined) rmSync(machine);
    else writeFileSync(machine, text);
    assert.deepEqual(await putAwayForeign(state, machine), { state: 'unknown' });
    assert.ok(readdirSync(state).includes('enrollment.json'));
  });

test('a copy whose enrollment is damaged starts with nothing', async () => {
  const { state, machine } = router(own);
  await putAwayForeign(state, machine);
  writeFileSync(join(state, 'enrollment.json'), '{');
  writeFileSync(machine, other);
  assert.equal((await putAwayForeign(state, machine)).state, 'put-away');
  assert.deepEqual(readdirSync(state).sort(), ['machine-id', 'of-machine-aaaaaaaaaaaa']);
});

test('a state folder that is not there is named', async () => {
  const { machine } = router(own);
  const nowhere = join(work, 'nowhere');
  await assert.rejects(putAwayForeign(nowhere, machine), (error: Error) => error.message.startsWith(nowhere));
});
