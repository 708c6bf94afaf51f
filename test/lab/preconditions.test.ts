import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireInotify } from '../../lab/preconditions/inotify.ts';
import { type KernelTrial, requireKernel, requireTun, tryKernel } from '../../lab/preconditions/kernel.ts';
import { missingPackages, requirePackages } from '../../lab/preconditions/programs.ts';

test('missing programs are named as the one command that installs them', () => {
  const missing = missingPackages(false, ['/nowhere']);
  assert.ok(missing.includes('bird2') && missing.includes('wireguard-go'), missing.join());
  assert.ok(!missingPackages(true, ['/nowhere']).includes('wireguard-go'));
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  assert.throws(() => requirePackages(['bird2', 'nftables']), {
    name: 'TowlineError',
    message: `the lab lacks programs: run '${sudo}apt-get install -y bird2 nftables'`,
  });
  requirePackages([]);
});

test('the kernel of this computer passes the trial', async () => {
  assert.equal((await tryKernel()).step, 'done');
});

test('a trial that fails names the step that it failed at', async () => {
  const trial = await tryKernel('set -e; echo mount; echo overlay; echo "no such thing" >&2; false');
  assert.deepEqual(trial, { step: 'overlay', complaint: 'no such thing', kernelWireGuard: false });
});

const failed = (step: KernelTrial['step']): KernelTrial => ({
  step,
  complaint: 'no',
  kernelWireGuard: false,
});
const refusals: [string, KernelTrial, boolean, Record<string, string>, RegExp][] = [
  [
    'a Debian kernel that keeps users from namespaces',
    failed('namespaces'),
    false,
    { 'kernel.unprivileged_userns_clone': '0' },
    /run 'sudo sysctl -w kernel.unprivileged_userns_clone=1', or start the lab as root$/,
  ],
  [
    'an Ubuntu kernel whose AppArmor does',
    failed('mount'),
    false,
    { 'kernel.apparmor_restrict_unprivileged_userns': '1' },
    /sysctl -w kernel.apparmor_restrict_unprivileged_userns=0'/,
  ],
  ['a container for root', failed('namespaces'), true, {}, /start the container with --privileged$/],
  ['a container for a user', failed('namespaces'), false, {}, /start the lab as root, or the container with/],
  ['a kernel without overlays', failed('overlay'), true, {}, /run 'sudo modprobe overlay'/],
  ['a kernel without connection tracking', failed('conntrack'), true, {}, /run 'sudo modprobe nft_ct'/],
];
for (const [what, trial, root, sysctls, message] of refusals) {
  test(`${what} is refused with one line that says the way out`, () => {
    assert.throws(
      () => requireKernel(trial, root, (name) => sysctls[name]),
      (error: Error) => message.test(error.message) && !error.message.includes('\n'),
    );
  });
}

test('a TUN device that is not there is refused with the command that makes it', () => {
  assert.throws(
    () => requireTun('/dev/net/none'),
    /there is no \/dev\/net\/none.*mknod -m 666 \/dev\/net\/none/,
  );
});

test('more wireguard-go processes than inotify instances are refused with the sysctl that allows them', () => {
  requireInotify(28, { limit: 128, used: 100 });
  assert.throws(
    () => requireInotify(29, { limit: 128, used: 100 }),
    /sysctl -w fs.inotify.max_user_instances=256'/,
  );
});
