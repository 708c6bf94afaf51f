import type { Run } from '../../shared/os/run.ts';
import type { FakeWireGuard } from './wireguard.ts';

/** Stands for the machine's `ip`: knows `lo` and the interfaces of the fake WireGuard, and what was asked of it. */
export function fakeRun(wireguard: FakeWireGuard): { run: Run; calls: string[] } {
  const calls: string[] = [];
  const addresses = new Map<string, string[]>([['lo', []]]);
  const run: Run = async (command, args) => {
    if (args.includes('-json')) {
      const names = ['lo', ...wireguard.devices.keys()];
      const wanted = args.includes('dev') ? names.filter((name) => name === args.at(-1)) : names;
      return JSON.stringify(
        wanted.map((name) => ({
          ifname: name,
          ifindex: 1,
          flags: ['UP'],
          mtu: 1420,
          addr_info: (addresses.get(name) ?? []).map((address) => {
            const [local, length] = address.split('/');
            return { local, prefixlen: Number(length) };
          }),
        })),
      );
    }
    calls.push([command, ...args].join(' '));
    const [object, verb, address = '', , device = ''] = args;
    const present = addresses.get(device) ?? [];
    if (object === 'address' && verb === 'add') addresses.set(device, [...present, address]);
    if (object === 'address' && verb === 'delete') {
      addresses.set(
        device,
        present.filter((other) => other !== address),
      );
    }
    return '';
  };
  return { run, calls };
}
