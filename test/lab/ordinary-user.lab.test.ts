import assert from 'node:assert/strict';
import { test } from 'node:test';
import { execa } from 'execa';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import { asOrdinaryUser, type Tun } from './ordinary-user.ts';

async function runAsOrdinaryUser(tun: Tun): Promise<Record<string, unknown>> {
  const [program = '', ...args] = asOrdinaryUser('test/lab/fixtures/try.ts', tun);
  const { stdout } = await execa(program, args, { cwd: projectFolder(), timeout: 60_000 });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

test('an ordinary user can bring a lab up and use all of it', async () => {
  const { uid, ...outcome } = await runAsOrdinaryUser('open');
  assert.deepEqual(outcome, { received: [3, 3], cut: 0, kept: 'x' });
  assert.notEqual(uid, 0);
});

test('without a TUN device the lab says in one line what to do', async () => {
  const { error } = await runAsOrdinaryUser('absent');
  assert.match(String(error), /^there is no \/dev\/net\/tun, which wireguard-go needs: run '.*'$/);
});

test('with a TUN device for root alone the lab says in one line what to do', async () => {
  const { error } = await runAsOrdinaryUser('closed');
  // Who is no root cannot make such a device for the test; it is hidden then.
  const found = process.getuid?.() === 0 ? 'this user may not open' : 'there is no';
  assert.match(String(error), new RegExp(`^${found} /dev/net/tun, which wireguard-go needs: run '.*$`));
});
