import assert from 'node:assert/strict';
import { it } from 'node:test';
import { CommandError, type Run } from '../../shared/os/run.ts';
import { createInterface } from '../../shared/wireguard/interface.ts';

const banner = '┌────┐\n│ Running wireguard-go is not required │\n└────┘\n';

for (const words of [
  'UAPI listen error: mkdir /var/run/wireguard: permission denied',
  'Failed to create TUN device: permission denied',
]) {
  it(`wireguard-go that may not is said with what it needs: ${words}`, async () => {
    const run: Run = async () => {
      const output = `${banner}ERROR: (tlmgmt) 2026/11/23 07:39:58 ${words}`;
      throw new CommandError(`wireguard-go tlmgmt: exit code 1: ${output}`, 'wireguard-go tlmgmt', 1, output);
    };
    await assert.rejects(createInterface(run, 'tlmgmt', 'userspace'), {
      message: `wireguard-go: ${words}: it needs /dev/net/tun open to this user, /run/wireguard of this user, and CAP_NET_ADMIN`,
    });
  });
}
