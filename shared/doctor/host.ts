import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { messageOf } from '../errors.ts';
import { bad, type Finding, good } from './finding.ts';

/** Whether a host leads somewhere. @param remedy what to do where a name does not */
export async function hostFinding(check: string, host: string, remedy: string): Promise<Finding> {
  if (isIP(host) !== 0) return good(check, 'an address');
  try {
    const found = await lookup(host, { all: true });
    return good(check, found.map(({ address }) => address).join(' '));
  } catch (error) {
    return bad(check, messageOf(error), remedy);
  }
}
