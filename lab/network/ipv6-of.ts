import { TowlineError } from '../../shared/errors.ts';
import type { Lab } from '../lab.ts';

/** The first IPv6 address of an interface. Throws `notFound` where there is none. */
export async function ipv6Of(
  lab: Pick<Lab, 'exec'>,
  machine: string,
  device: string,
  scope: 'link' | 'global',
): Promise<string> {
  const { stdout } = await lab.exec(machine, [
    'ip',
    '-6',
    '-o',
    'addr',
    'show',
    'dev',
    device,
    'scope',
    scope,
  ]);
  const address = /inet6 ([0-9a-f:]+)\//.exec(stdout)?.[1];
  if (address === undefined)
    throw new TowlineError('notFound', `${device} of ${machine} has no IPv6 address of scope ${scope}`);
  return address;
}
